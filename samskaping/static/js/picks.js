/* data-picks="id" on a textarea: what is marked in that part of the page is written into it, one line each. */
(() => {
  for (const area of document.querySelectorAll("textarea[data-picks]")) {
    const source = document.getElementById(area.dataset.picks);
    if (!source) continue;
    const pick = () => {
      const marked = document.getSelection();
      if (!marked || !source.contains(marked.anchorNode) || !source.contains(marked.focusNode)) return;
      const held = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
      const lines = marked.toString().split("\n").map((line) => line.trim()).filter((line) => line && !held.includes(line));
      if (lines.length) area.value = [...held, ...lines].join("\n");
    };
    source.addEventListener("mouseup", pick);
    source.addEventListener("touchend", pick);
  }
})();
