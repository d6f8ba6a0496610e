import assert from "node:assert/strict";
import { test } from "node:test";

import { actOf, digitOf, kindOf } from "../../media_review/static/media_review/keys.js";

const nowhere = { closest: () => null };
/** An element that answers to selectors in which `word` stands. */
const on = (word) => ({ closest: (selector) => (selector.includes(word) ? {} : null) });
const press = (key, more = {}) => actOf({ key, shiftKey: false, target: nowhere, ...more });

test("every key of the sheet does what the sheet says", () => {
  const sheet = {
    " ": "toggle", k: "toggle", j: "back10", l: "forward10", ArrowLeft: "back5", ArrowRight: "forward5", ",": "frameBack",
    ".": "frameForward", "<": "slower", ">": "faster", c: "write", d: "draw", i: "rangeStart", o: "rangeEnd", m: "mute",
    f: "fullscreen", p: "picture", r: "loop", s: "marked", v: "voice", "?": "shortcuts",
    w: "celebrate", q: "question", t: "suggestion", n: "note", y: "look",
  };
  for (const [key, act] of Object.entries(sheet)) assert.equal(press(key), act, key);
  assert.equal(press("ArrowRight", { shiftKey: true }), "next");
  assert.equal(press("ArrowLeft", { shiftKey: true }), "previous");
  assert.equal(press("K"), "toggle", "caps lock changes nothing");
  assert.equal(press("x"), null);
});

test("keys sleep while somebody writes, chooses or reads the sheet", () => {
  for (const place of ["textarea", "select", "contenteditable", "dialog"])
    for (const key of ["k", " ", "c", "ArrowLeft", "?"]) assert.equal(press(key, { target: on(place) }), null, place);
});

test("the browser's own shortcuts stay the browser's", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(press("l", { [held]: true }), null);
});

test("a button keeps its space bar, a radio its arrows; the other keys go on working there", () => {
  assert.equal(press(" ", { target: on("button") }), null);
  assert.equal(press("j", { target: on("button, a[href]") }), "back10");
  assert.equal(press("ArrowLeft", { target: on("input[type=radio], [role=tab]") }), null);
});

test("digits are keys of their own, on every keyboard, and sleep as the others do", () => {
  assert.equal(digitOf({ key: "3", target: nowhere }), "3");
  assert.equal(digitOf({ key: "&", code: "Digit1", target: nowhere }), "1", "a French keyboard");
  assert.equal(digitOf({ key: "!", code: "Digit1", shiftKey: true, target: nowhere }), null);
  assert.equal(digitOf({ key: "0", code: "Digit0", target: nowhere }), null);
  assert.equal(digitOf({ key: "3", target: on("textarea") }), null);
  assert.equal(digitOf({ key: "3", ctrlKey: true, target: nowhere }), null);
});

test("an empty field of the room leaves space, arrows and digits to it, and nothing else", () => {
  const empty = { ...on("textarea"), dataset: { room: "" }, value: "" };
  assert.equal(press(" ", { target: empty }), "toggle");
  assert.equal(press("ArrowLeft", { target: empty }), "back5");
  assert.equal(press("ArrowRight", { target: empty, shiftKey: true }), "next");
  assert.equal(digitOf({ key: "1", target: empty }), "1");
  for (const key of ["k", "c", "q", "?"]) assert.equal(press(key, { target: empty }), null);
  const used = { ...empty, value: "He" };
  for (const key of [" ", "ArrowLeft"]) assert.equal(press(key, { target: used }), null);
  assert.equal(digitOf({ key: "1", target: used }), null);
  assert.equal(press(" ", { target: empty, isComposing: true }), null);
});

test("a kind is said while words are written, by its key with the one that is held for it", () => {
  const held = (key, more) => kindOf({ key, ctrlKey: false, metaKey: false, altKey: true, ...more });
  assert.equal(held("w"), "celebrate");
  assert.equal(held("T"), "suggestion", "caps lock changes nothing");
  assert.equal(held("x"), null);
  assert.equal(held("w", { altKey: false }), null, "these are words");
  assert.equal(held("q", { ctrlKey: true }), null, "AltGr writes a sign");
  assert.equal(held("w", { isComposing: true }), null);
});

test("on a Mac, where Alt writes letters, Control is held", (context) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  context.after(() => (before ? Object.defineProperty(globalThis, "navigator", before) : delete globalThis.navigator));
  Object.defineProperty(globalThis, "navigator", { value: { platform: "MacIntel" }, configurable: true });
  const press = (more) => kindOf({ key: "n", ctrlKey: false, metaKey: false, altKey: false, ...more });
  assert.equal(press({ ctrlKey: true }), "note");
  assert.equal(press({ altKey: true }), null, "ñ");
});
