/* The summary of what is missing gets focus when the page opens; its links move focus into the field. */
(() => {
  const summary = document.querySelector(".ds-error-summary");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.labels?.[0] ?? field.closest("fieldset") ?? field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
})();
