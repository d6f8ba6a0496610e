/* How a film that follows keeps to the film that is driven. Pure: times in milliseconds. */

const NEAR = 200; // nobody notices
const FAR = 2500; // beyond this it jumps; nearer, it runs a little faster or slower, and nothing is missed
const MOST = 0.25; // of its speed
const SOON = 4000; // in which it would be level

/** Where the driver's film is at `now`. What the site said was `age` old, and half of the asking was its way here. */
export function place({ at, plays, age }, { asked, answered, now }) {
  return plays ? at + age + (answered - asked) / 2 + (now - answered) : at;
}

/** What a film at `mine` does to be where `theirs` is, in a clip that ends at `end`: {plays, rate, seek or null}. */
export function course(theirs, plays, mine, end) {
  const ahead = Math.min(theirs, end) - mine;
  if (!plays || theirs >= end) return { plays: false, rate: 1, seek: Math.abs(ahead) > NEAR ? Math.min(theirs, end) : null };
  if (Math.abs(ahead) > FAR) return { plays: true, rate: 1, seek: theirs };
  const rate = Math.abs(ahead) < NEAR ? 1 : 1 + Math.max(-MOST, Math.min(MOST, ahead / SOON));
  return { plays: true, rate, seek: null };
}
