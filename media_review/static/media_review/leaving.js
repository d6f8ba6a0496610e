/* Following a link away from work under way asks first, in words that say what will happen. (Closing the tab can only ask
   in the browser's own words.) Answers a function that ends the asking. */

export const askBeforeLeaving = (dialog, isBusy, leave) => {
  let address = "";

  const onClick = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.target || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.pathname === location.pathname || !isBusy()) return;
    event.preventDefault();
    address = link.href;
    dialog.returnValue = "";
    dialog.showModal();
  };

  const onClose = () => {
    if (dialog.returnValue !== "leave") return;
    leave();
    location.assign(address);
  };

  document.addEventListener("click", onClick);
  dialog.addEventListener("close", onClose);
  return () => {
    document.removeEventListener("click", onClick);
    dialog.removeEventListener("close", onClose);
  };
};
