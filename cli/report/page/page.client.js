"use strict";
// Comfort only: without it, the links of the page show and hide the details, and the theme lasts as long as the page does.
(() => {
  /** What the details were opened from: there the focus goes back to. */
  let opener;

  const panel = () => document.querySelector(".panel:target");

  const close = () => {
    const open = panel();
    if (open === null) {
      return;
    }
    const back =
      opener?.isConnected && opener.id !== "" ? opener : document.getElementById(open.dataset.node);
    // There is no such element: so nothing is open, and the page stays where it is.
    location.hash = "closed";
    back.focus({ preventScroll: true });
  };

  const mark = () => {
    const open = panel();
    for (const link of document.querySelectorAll("[data-state]")) {
      if (link.dataset.state === open?.id) {
        link.setAttribute("aria-current", "true");
      } else {
        link.removeAttribute("aria-current");
      }
    }
    open?.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) {
      return;
    }
    const link = event.target.closest("a[data-state], .panel .close");
    if (link === null) {
      return;
    }
    event.preventDefault();
    if (link.matches(".close")) {
      close();
      return;
    }
    if (link.closest(".panel") === null) {
      opener = link;
    }
    location.hash = link.dataset.state;
  });

  addEventListener("hashchange", mark);
  mark();

  /** The nearest state in the arrow's direction; what is off to the side counts as further away. */
  const neighbour = (node, key) => {
    const middle = (element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    };
    const [x, y] = middle(node);
    const along = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
    let best;
    for (const other of node.closest(".graph").querySelectorAll(".node")) {
      const [dx, dy] = [middle(other)[0] - x, middle(other)[1] - y];
      const ahead = dx * along[0] + dy * along[1];
      const aside = Math.abs(dx * along[1]) + Math.abs(dy * along[0]);
      const far = ahead + 2 * aside;
      if (ahead > 4 && (best === undefined || far < best.far)) {
        best = { other, far };
      }
    }
    return best?.other;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
    }
    const node = event.target.closest?.(".node");
    if (node && event.key.startsWith("Arrow")) {
      event.preventDefault();
      neighbour(node, event.key)?.focus();
    }
  });

  const themes = [...document.querySelectorAll('input[name="theme"]')];
  try {
    const kept = themes.find(({ value }) => value === localStorage.getItem("stepline-theme"));
    if (kept !== undefined) {
      kept.checked = true;
    }
    for (const theme of themes) {
      theme.addEventListener("change", () => localStorage.setItem("stepline-theme", theme.value));
    }
  } catch {
    // A browser may keep storage from a file: then the choice lasts as long as the page.
  }
})();
