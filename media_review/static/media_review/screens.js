/* Where the film is shown besides its place on the page: on the whole screen, or in a small window above all others. */

const WIDE = matchMedia("(min-width: 62rem)");

export class Screens {
  /** Where there is room for both, the feedback comes along. A phone fills its screen with the film. */
  constructor(video, room, picture) {
    Object.assign(this, { video, room, picture });
    picture?.toggleAttribute("hidden", !document.pictureInPictureEnabled);
    // The browser's own controls: ours are not on that screen.
    video.addEventListener("fullscreenchange", () => (video.controls = document.fullscreenElement === video));
    for (const event of ["enterpictureinpicture", "leavepictureinpicture"])
      video.addEventListener(event, () => picture?.setAttribute("aria-pressed", document.pictureInPictureElement === video));
  }

  toggleFull() {
    const place = WIDE.matches ? this.room : this.video;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (place.requestFullscreen) place.requestFullscreen().catch(() => {});
    else this.video.webkitEnterFullscreen?.();
  }

  async togglePicture() {
    const { video } = this;
    if (!document.pictureInPictureEnabled) return;
    if (document.pictureInPictureElement) return document.exitPictureInPicture();
    if (!video.readyState) await new Promise((resolve) => video.addEventListener("loadedmetadata", resolve, { once: true }));
    await video.requestPictureInPicture().catch(() => {}); // it asks for a gesture that is fresh
  }
}
