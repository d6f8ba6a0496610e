/* All that acts in the room of a live observation, of which its clock comes first: it speaks to the others as a film would.
   There is no picture, so there is nothing to play and to draw on. One file, as `room.js`. */

import "./lesson-clock.js";
import "./links.js";
import "./annotation-track.js";
import "./feedback-list.js";
import "./undo.js";
import "./rubric-palette.js";
import "./annotation-form.js";
import "./answers.js";
import "./own-view.js";
import "./voice-recorder.js";
import "./voice-playing.js";
import "./transcript-panel.js";
import "./refusals.js";
import "./takes-moment.js";
