// The figure of chapter 1: how long the last word waits for word 1, and what is left of it.
//
// The RNN has a state of two numbers. W_h is a rotation by one radian, times the share, so that its
// largest singular value is the share. `measure` computes everything that is shown. `markup` draws
// the first state while the site is built; `start` redraws in the page.

export const LONGEST = 64;
const BEGIN = 8; // before the guess
const ASKED = 50; // what the guess is about
const SHARE = 0.9;

// mulberry32: 32 bits of state, uniform numbers in [0, 1).
function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Read n random words: h_t = tanh(x_t + h_{t-1} W).
export function read(n, W) {
  const uniform = uniforms(1);
  const states = [];
  let [a, b] = [0, 0];
  for (let t = 0; t < n; t++) {
    const [x, y] = [uniform() - 0.5, uniform() - 0.5];
    [a, b] = [
      Math.tanh(x + a * W[0][0] + b * W[1][0]),
      Math.tanh(y + a * W[0][1] + b * W[1][1]),
    ];
    states.push([a, b]);
  }
  return states;
}

// The largest singular value of a matrix of two rows and two columns.
function norm([[a, b], [c, d]]) {
  const [s, t] = [a * a + b * b + c * c + d * d, a * d - b * c];
  return Math.sqrt((s + Math.sqrt(Math.max(0, s * s - 4 * t * t))) / 2);
}

// The norms of d h_n / d h_t, for each t.
function normsOf(states, W) {
  let [[a, b], [c, d]] = [[1, 0], [0, 1]];
  const norms = [1];
  for (const [p, q] of states.slice(1).reverse()) {
    const [u, v] = [1 - p * p, 1 - q * q];
    const J = [[u * W[0][0], u * W[1][0]], [v * W[0][1], v * W[1][1]]];
    [a, b, c, d] = [
      a * J[0][0] + b * J[1][0], a * J[0][1] + b * J[1][1],
      c * J[0][0] + d * J[1][0], c * J[0][1] + d * J[1][1],
    ];
    norms.unshift(norm([[a, b], [c, d]]));
  }
  return norms;
}

export function measure(n, share) {
  const [cos, sin] = [share * Math.cos(1), share * Math.sin(1)];
  const W = [[cos, sin], [-sin, cos]];
  const states = read(n, W);
  return { n, share, W, states, norms: normsOf(states, W), bound: share ** (n - 1) };
}

// ---- what is drawn ------------------------------------------------------------------------------

const NAMES = { rnn: "RNN", attention: "Attention" };
const TOP = 40;
const BOTTOM = 130;
const place = (t, n) => 20 + (300 * (t + 0.5)) / n;

export function percent(x) {
  const hundred = 100 * x;
  if (hundred >= 1) return `${Number(hundred.toPrecision(3)).toLocaleString("en")}%`;
  return `${Number(hundred.toPrecision(2))}%`;
}

function factsOf(name, { n, share, norms, bound }) {
  if (name === "rnn")
    return { steps: n, path: n - 1, left: percent(bound), measured: percent(norms[0]) };
  return { steps: 1, path: 1, left: percent(share), measured: "–" };
}

function describe(name, state) {
  const { steps, path, left } = factsOf(name, state);
  return `${NAMES[name]}, ${state.n} words: ${steps} steps in a row, ${path} from word 1 to the last, at most ${left} left`;
}

// The picture: words below, states above, the way from word 1 to the last state lit.
function picture(name, { n, share }) {
  const radius = Math.min(7, 110 / n);
  const parts = [];
  const x = (t) => place(t, n).toFixed(1);
  for (let t = 0; t < n; t++) {
    if (name === "rnn") parts.push(`<path d="M${x(t)} ${BOTTOM}V${TOP}"/>`);
    else parts.push(`<path d="M${x(t)} ${BOTTOM}L${x(n - 1)} ${TOP}"/>`);
  }
  const way = name === "rnn" ? `V${TOP}H${x(n - 1)}` : `L${x(n - 1)} ${TOP}`;
  parts.push(`<path class="lit" d="M${x(0)} ${BOTTOM}${way}"/>`);
  for (let t = 0; t < n; t++) {
    const left = name === "rnn" ? Math.min(1, share ** (n - 1 - t)) : 1;
    parts.push(`<circle class="word" cx="${x(t)}" cy="${BOTTOM}" r="${radius}"/>`);
    parts.push(`<circle class="back" cx="${x(t)}" cy="${TOP}" r="${radius}"/>`);
    parts.push(`<circle class="state" cx="${x(t)}" cy="${TOP}" r="${radius}" opacity="${left.toFixed(4)}"/>`);
  }
  parts.push(`<text x="${x(0)}" y="${BOTTOM + 24}">1</text>`);
  if (n > 1) parts.push(`<text x="${x(n - 1)}" y="${BOTTOM + 24}">${n}</text>`);
  parts.push(`<text x="170" y="${BOTTOM + 24}">words</text><text x="170" y="18">states</text>`);
  return parts.join("");
}

function panel(name, state) {
  const facts = factsOf(name, state);
  const fact = (key, words) => `<div><dt>${words}</dt><dd data-fact="${key}">${facts[key]}</dd></div>`;
  return `<div class="play-panel" data-panel="${name}"><p class="play-title">${NAMES[name]}</p>
    <svg viewBox="0 0 340 160" role="img" aria-label="${describe(name, state)}">${picture(name, state)}</svg>
    <dl>${fact("steps", "steps in a row")}${fact("path", "steps from word 1 to the last")}
    ${fact("left", "left of 1, at most")}${fact("measured", "left of 1, with tanh")}</dl></div>`;
}

export function markup() {
  const state = measure(ASKED, SHARE);
  return `<div class="play">
  <form class="play-guess" hidden><p><strong>Guess first.</strong> Each step passes on at most ${SHARE} of
    what came. Word 1 sends 1. How much can arrive <span class="together">at word ${ASKED}?</span></p>
    <label>My guess <input type="range" min="0" max="100" value="50"> <output>50%</output></label>
    <button type="submit">Show me</button></form>
  <div class="play-panels">${panel("rnn", state)}${panel("attention", state)}</div>
  <div class="play-controls" hidden>
    <label>Words in the sentence: <output data-of="n"></output>
    <input data-of="n" type="range" min="2" max="${LONGEST}" disabled></label>
    <label>Largest singular value: <output data-of="share"></output>
    <input data-of="share" type="range" min="0.5" max="1.2" step="0.05" disabled></label></div>
  <p class="play-status" role="status">Here are ${ASKED} words, and each step passes on at most ${SHARE}.</p></div>`;
}

// ---- in the page --------------------------------------------------------------------------------

function draw(figure, state) {
  figure.state = state; // what is on show, for whoever wants to look closer, tests included
  for (const name of Object.keys(NAMES)) {
    const own = figure.querySelector(`[data-panel="${name}"]`);
    const svg = own.querySelector("svg");
    svg.setAttribute("aria-label", describe(name, state));
    svg.innerHTML = picture(name, state);
    for (const [fact, words] of Object.entries(factsOf(name, state)))
      own.querySelector(`[data-fact="${fact}"]`).textContent = words;
  }
}

export function start(figure) {
  const guess = figure.querySelector(".play-guess");
  const [guessInput, guessOutput] = guess.querySelectorAll("input, output");
  const controls = figure.querySelector(".play-controls");
  const at = (kind, of) => controls.querySelector(`${kind}[data-of="${of}"]`);
  const [length, share] = [at("input", "n"), at("input", "share")];
  const status = figure.querySelector(".play-status");

  function show() {
    const state = measure(Number(length.value), Number(share.value));
    draw(figure, state);
    at("output", "n").textContent = state.n;
    at("output", "share").textContent = state.share;
    length.setAttribute("aria-valuetext", `${state.n} words`);
    status.textContent =
      `Word ${state.n} waits ${state.n - 1} steps for word 1. ` +
      `Of 1, at most ${percent(state.bound)} is left; with tanh it is ${percent(state.norms[0])}.`;
    return percent(state.bound);
  }

  guessInput.addEventListener("input", () => (guessOutput.textContent = `${guessInput.value}%`));
  for (const slider of [length, share]) slider.addEventListener("input", show);
  guess.addEventListener("submit", (event) => {
    event.preventDefault();
    guess.hidden = true;
    controls.hidden = false;
    length.disabled = share.disabled = false;
    length.value = ASKED;
    const bound = show();
    status.textContent =
      `You guessed ${guessInput.value}%; it is ${bound} at most, after ${ASKED - 1} steps. ` +
      `Now move a slider: what does a singular value above 1 do?`;
    length.focus({ preventScroll: true });
  });

  guess.hidden = false;
  length.value = BEGIN;
  share.value = SHARE;
  show();
}
