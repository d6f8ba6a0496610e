/* What a person sees on the page as it stands: its lines of text, and what is wrong with how they lie. */
() => {
  const width = document.documentElement.clientWidth;
  const isSeen = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest(".unseen, [aria-hidden=true], video, svg, template, [inert]") &&
    getComputedStyle(element).clipPath === "none";
  // What stays in its place while the page scrolls under it lies over text on purpose, and so does a stretched link.
  const isAbove = (element) => {
    for (let each = element; each; each = each.parentElement)
      if (["fixed", "sticky", "absolute"].includes(getComputedStyle(each).position)) return true;
    return false;
  };
  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, option") || !isSeen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    if (boxes.length) pieces.push({ node, element, boxes, words: node.data.trim().replaceAll(/\s+/g, " ") });
  }
  const wrong = [];
  if (document.documentElement.scrollWidth > width) wrong.push("the page scrolls sideways");
  for (const { element, boxes, words } of pieces) {
    for (let each = element; each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.textOverflow === "ellipsis" || style.overflowX === "auto" || style.overflowX === "scroll") break;
      if (["hidden", "clip"].includes(style.overflowX) && boxes.some((box) => box.right > each.getBoundingClientRect().right + 2))
        wrong.push(`cut off: ${words}`);
    }
    const scrolls = element.closest("[tabindex], .scroll, .sideways, table");
    if (!scrolls && boxes.some((box) => box.right > width + 1 || box.left < -1)) wrong.push(`beside the page: ${words}`);
  }
  const flowing = pieces.filter(({ element }) => !isAbove(element));
  const lines = flowing.flatMap(({ element, boxes, words }) => boxes.map((box) => ({ element, box, words })));
  lines.sort((a, b) => a.box.top - b.box.top);
  for (const [place, one] of lines.entries())
    for (let next = place + 1; next < lines.length && lines[next].box.top < one.box.bottom; next++) {
      const other = lines[next];
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      if (wide > 3 && high > 0.4 * Math.min(one.box.height, other.box.height))
        wrong.push(`one over the other: ${one.words} / ${other.words}`);
    }
  const said = new Set(pieces.map(({ words }) => words));
  for (const block of document.querySelectorAll("p, li, h1, h2, h3, h4, dt, dd, legend, label, button, a, th, td, summary, small"))
    if (isSeen(block)) for (const line of block.innerText.split("\n")) said.add(line.trim().replaceAll(/\s+/g, " "));
  for (const option of document.querySelectorAll("option")) said.add(option.label.trim());
  for (const named of document.querySelectorAll("[aria-label]")) said.add(named.ariaLabel.trim());
  for (const field of document.querySelectorAll("[placeholder]")) said.add(field.placeholder.trim());
  return { said: [...said].filter(Boolean), wrong: [...new Set(wrong)] };
};
