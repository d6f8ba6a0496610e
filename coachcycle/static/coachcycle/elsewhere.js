/* Did the answer to a request of htmx come from another address? Then its visitor was sent to the door: signed out. */
export const cameFromElsewhere = ({ xhr, requestConfig }) =>
  Boolean(xhr.responseURL) && new URL(xhr.responseURL).pathname !== new URL(requestConfig.path, location.href).pathname;
