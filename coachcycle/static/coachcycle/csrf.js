/** The token our own server asks for. From the cookie each time: signing in again in another tab renews it. */
export function csrfToken() {
  return document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? "";
}
