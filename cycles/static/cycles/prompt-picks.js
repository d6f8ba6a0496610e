/* <prompt-picks rows="answers">: a prompt that is ticked becomes a row to answer at once.
   Without it, ticked prompts become rows on saving. A box's value begins with its core issue and a hyphen. */

class PromptPicks extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target: box }) => {
      const rows = document.getElementById(this.getAttribute("rows"));
      if (!box.checked || !rows) return;
      const choice = box.closest("label");
      box.disabled = true; // a disabled box is not sent: the row speaks for it
      choice.hidden = true;
      rows.add({ core_issue: box.value.split("-")[0], prompt: choice.textContent.trim() }, "text");
    });
  }
}

customElements.define("prompt-picks", PromptPicks);
