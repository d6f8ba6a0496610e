/* <own-view data-state="waits" or "open">: what others left opens once she has left a note of her own, and would close
   again without one. An answer of the site brings it anew; where the state is another, the list is read anew. */

let before = null;

class OwnView extends HTMLElement {
  connectedCallback() {
    const was = before;
    before = { ...this.dataset };
    if (this.dataset.state === "open") document.querySelector(".look-first")?.remove();
    if (was && was.state !== this.dataset.state) this.#readList(was.opened);
  }

  async #readList(words) {
    const page = location.pathname + location.search;
    await htmx.ajax("GET", page, { target: "#annotations", select: "#annotations", swap: "outerHTML" });
    if (words && this.dataset.state === "open") document.getElementById("room-says").textContent = words;
  }
}

customElements.define("own-view", OwnView);
