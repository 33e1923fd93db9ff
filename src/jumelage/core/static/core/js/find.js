// The key / goes to the office's search field, from wherever one is not typing already.

const field = document.querySelector("input[data-find]");
const isWriting = (part) => part.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const isPlain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (!field || !isPlain || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  field.focus();
  field.select();
});
