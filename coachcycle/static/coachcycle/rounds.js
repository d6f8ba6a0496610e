/* Work that may be asked for at any moment: one round of it runs at a time, in whatever tab. Whoever asks meanwhile may
   have brought more of it, or what held it up may be over: then one more round follows. */

/** A function that asks for a round of `work` and answers when all rounds asked for are over. Tabs know it by `name`. */
export function rounds(name, work) {
  let underWay = null;
  let oneMore = false;
  const alone = () => (globalThis.navigator?.locks ? navigator.locks.request(name, work) : work());
  const ask = () => {
    oneMore = Boolean(underWay);
    underWay ??= Promise.resolve().then(alone).finally(() => {
      underWay = null;
      return oneMore ? ask() : undefined;
    });
    return underWay;
  };
  return ask;
}
