/* All that acts in a room with a film. Where a site is served to others it is one file: see `coachcycle/staticfiles.py`. */

import "./lesson-player.js";
import "./film-ways.js";
import "./watched.js";
import "./parts-of-lesson.js";
import "./links.js";
import "./range-handles.js";
import "./annotation-track.js";
import "./feedback-list.js";
import "./undo.js";
import "./rubric-palette.js";
import "./annotation-form.js";
import "./answers.js";
import "./own-view.js";
import "./drawing-stage.js";
import "./frame-drawing.js";
import "./voice-recorder.js";
import "./voice-playing.js";
import "./transcript-panel.js";
import "./refusals.js";
import "./takes-moment.js";
import "./lay-parts.js";
