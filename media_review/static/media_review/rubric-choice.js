/* The composer's two lists, criterion and level: only the levels of the criterion that is chosen are offered. Without a
   rubric there are no lists, and nothing to do. */

export class RubricChoice {
  constructor({ criterion, level }) {
    this.criterion = criterion;
    this.level = level;
    this.groups = Array.from(level?.querySelectorAll("optgroup") ?? []);
  }

  choose(criterion, level) {
    this.criterion.value = criterion.id;
    this.offer(level?.id);
  }

  offer(chosen = "") {
    const { criterion, level } = this;
    if (!level) return;
    const name = criterion.selectedOptions[0]?.textContent;
    const groups = criterion.value ? this.groups.filter((group) => group.label === name) : [];
    level.replaceChildren(level.options[0], ...groups);
    level.hidden = !groups.length;
    level.value = chosen;
  }
}
