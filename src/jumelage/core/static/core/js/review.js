/* Reviewing by keyboard. It only moves the focus, opens what the page has and presses its buttons; every step works
   without it.

The page's contract:

  <div data-review>                                     the work area; keys are heard while no field has the focus
    <div class="j-source-text" data-source tabindex="0" role="region" aria-label="…">
      … <mark data-claim="7 9" id="…">words</mark> …    a mark names the claims that it carries, blank-separated
    </div>
    <section data-partner>                              the proposals of one partner
      <form method="post"><button data-key="A">…</button></form>       accept all of this partner
      <article data-claim="7" tabindex="-1">            one proposal
        <form method="post"><button data-key="a">…</button></form>     accept
        <details data-key="r"><summary>…</summary><form>…</form></details>   reject: opens; its first field gets the focus
        <details data-key="e"><summary>…</summary><form>…</form></details>   correct: the same
      </article>
    </section>
  </div>
  <button type="button" data-key="?" hidden>…</button>  shows the help; made visible here
  <dialog data-help>… <form method="dialog"><button>…</button></form></dialog>

A key is pressed on the element with that data-key inside the current proposal; one for all of a partner ("A") inside
its section. An <a data-key="…"> is followed. j and k go to the next and the previous proposal, Escape leaves a field.
The current proposal and its words have the class is-current. After the page comes back with #claim-7 in its
address (id="claim-7" on the article) that proposal is the current one, else the first that can be accepted. */

const area = document.querySelector("[data-review]");
if (area) start(area);

function start(area) {
  const proposals = [...area.querySelectorAll("article[data-claim]")];
  const help = document.querySelector("dialog[data-help]");
  const helpButton = document.querySelector('button[data-key="?"]');
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let current = null;

  const marksOf = (claim) => area.querySelectorAll(`mark[data-claim~="${CSS.escape(claim)}"]`);

  function choose(proposal, { focus = true, behavior = calm.matches ? "instant" : "smooth" } = {}) {
    if (!proposal) return;
    for (const old of area.querySelectorAll(".is-current")) old.classList.remove("is-current");
    current = proposal;
    proposal.classList.add("is-current");
    if (focus) {
      proposal.focus({ preventScroll: true });
      proposal.scrollIntoView({ block: "nearest", behavior });
    }
    const marks = marksOf(proposal.dataset.claim);
    for (const mark of marks) mark.classList.add("is-current");
    show(marks[0], behavior);
  }

  // Scrolls the frame of the source only, never the page under the reader's eyes.
  function show(mark, behavior) {
    const frame = mark?.closest("[data-source]");
    if (!frame || frame.scrollHeight <= frame.clientHeight) return;
    const place = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop;
    frame.scrollTo({ top: place - frame.clientHeight / 3, behavior });
  }

  function move(step) {
    const at = proposals.indexOf(current);
    choose(proposals[Math.min(proposals.length - 1, Math.max(0, at + step))]);
  }

  function press(key) {
    const scope = key === key.toLowerCase() ? current : current?.closest("[data-partner]");
    const target = scope?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
      (target.querySelector("input:not([type=hidden]), select, textarea") ?? target.querySelector("summary")).focus();
    } else {
      target.click();
    }
    return true;
  }

  const isWriting = (target) => target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open) return;
    if (event.key === "Escape") {
      const details = event.target.closest("details[data-key]");
      if (details) {
        details.open = false;
        choose(details.closest("article[data-claim]"));
      }
      return;
    }
    if (isWriting(event.target)) return;
    if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
    else if (event.key === "?" && help) help.showModal();
    else if (event.key.length !== 1 || !press(event.key)) return;
    event.preventDefault();
  });

  area.addEventListener("focusin", (event) => {
    const proposal = event.target.closest("article[data-claim]");
    if (proposal && proposal !== current) choose(proposal, { focus: false });
  });

  area.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-claim]");
    if (mark) choose(proposals.find((proposal) => mark.dataset.claim.split(" ").includes(proposal.dataset.claim)));
  });

  if (helpButton && help) {
    helpButton.hidden = false;
    helpButton.addEventListener("click", () => help.showModal());
  }
  const asked = location.hash && document.getElementById(location.hash.slice(1));
  const open = proposals.find((proposal) => proposal.querySelector('[data-key="a"]'));
  choose(proposals.includes(asked) ? asked : (open ?? proposals[0]), { focus: proposals.includes(asked), behavior: "instant" });
}
