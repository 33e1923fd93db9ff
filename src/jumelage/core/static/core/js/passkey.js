/* Asks the device for a passkey before a form is sent. Forms stay hidden where the browser knows none; every page offers
   another way.

The page's contract:

  <form method="post" data-passkey="create|get|login" hidden>
    <input type="hidden" name="credential">       what the device answers goes here, as JSON
    <button type="submit">…</button>
    <div data-failed hidden>…</div>                shown when the device gave nothing
  </form>
  <script id="passkey-options" type="application/json">…</script>      for create and get; login fetches its own
  <p data-unsupported hidden>…</p>                 shown in place of the forms */

const known = window.PublicKeyCredential?.parseCreationOptionsFromJSON && PublicKeyCredential.prototype.toJSON;

for (const form of document.querySelectorAll("form[data-passkey]")) known ? offer(form) : refuse();

function refuse() {
  for (const said of document.querySelectorAll("[data-unsupported]")) said.hidden = false;
}

function offer(form) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const credential = await ask(form);
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}

async function ask(form) {
  const options = form.dataset.passkey === "login" ? await fetched(form.action) : written();
  if (form.dataset.passkey === "create") return navigator.credentials.create({ publicKey: created(form, options.publicKey) });
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey) });
}

/* A passkey that stands in for the password has to know its person: it is kept on the device, and the device asks who is there. */
function created(form, options) {
  const alone = form.elements.passwordless?.checked ?? false;
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return PublicKeyCredential.parseCreationOptionsFromJSON(options);
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options;
}

function written() {
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  return options.request_options ?? options;
}
