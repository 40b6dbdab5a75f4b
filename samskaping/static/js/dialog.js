/* data-dialog on a link: opens the <dialog> it names instead of the page; without script the page does the same. */
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("a[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); return; }
    if (event.target.closest("[data-dialog-close]")) { event.preventDefault(); event.target.closest("dialog")?.close(); }
  });
})();
