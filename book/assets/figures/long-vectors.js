// The figure of chapter 3: what happens to 16 attention weights when the vectors get longer.
//
// One query and 16 keys, all of standard normal numbers from a seed. Vectors of length d_k are the
// first d_k numbers of vectors of length 1024, so the slider lengthens vectors and redraws none.
// `measure` computes everything that is shown. `markup` draws the first state while the site is
// built; `start` redraws in the page.

export const KEYS = 16;
export const LENGTHS = Array.from({ length: 11 }, (_, power) => 2 ** power); // 1, 2, 4 … 1024
const BEGIN = 4; // before the guess
const ASKED = 512; // what the guess is about
const STATIC = 64; // without JavaScript
const SEED = 1;

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

// Box and Muller: two uniform numbers make one standard normal number. 1 - u is never 0.
function normals(seed) {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

export function vectors(seed, length) {
  const normal = normals(seed);
  const query = [];
  const keys = Array.from({ length: KEYS }, () => []);
  for (let i = 0; i < length; i++) {
    query.push(normal());
    for (const key of keys) key.push(normal());
  }
  return { query, keys };
}

const sum = (numbers) => numbers.reduce((total, x) => total + x, 0);
const mean = (numbers) => sum(numbers) / numbers.length;

function attend(query, keys, divisor) {
  const scores = keys.map((key) => sum(key.map((x, i) => x * query[i])) / divisor);
  const highest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const total = sum(exponentials);
  const weights = exponentials.map((x) => x / total);
  const centre = mean(scores);
  return {
    scores,
    weights,
    spread: Math.sqrt(mean(scores.map((score) => (score - centre) ** 2))),
    largest: Math.max(...weights),
    slope: mean(weights.map((w) => w * (1 - w))),
  };
}

export function measure(seed, length) {
  const { query, keys } = vectors(seed, length);
  const raw = attend(query, keys, 1);
  const scaled = attend(query, keys, Math.sqrt(length));
  return { seed, length, query, keys, raw, scaled };
}

// ---- what is drawn ------------------------------------------------------------------------------

const D_K = "<i>d<sub>k</sub></i>";
const PLOT = { left: 42, top: 20, width: 294, height: 140 };
const PITCH = PLOT.width / KEYS;
const percent = (x) => `${Math.round(100 * x)}%`;
const height = (weight) => PLOT.top + PLOT.height * (1 - weight);
const middle = (key) => PLOT.left + PITCH * (key + 0.5);

// The label of the tallest bar stands on it.
function placeOfLargest({ weights, largest }) {
  return `translate(${middle(weights.indexOf(largest)).toFixed(1)}px, ${height(largest) - 6}px)`;
}

function factsOf({ spread, largest, slope }) {
  return { spread: spread.toFixed(2), largest: percent(largest), slope: slope.toFixed(4) };
}

function describe(name, { length, ...sides }) {
  const scores = name === "raw" ? "scores as they are" : "scores divided by the root of d_k";
  const largest = percent(sides[name].largest);
  return `Weights of ${KEYS} keys at d_k = ${length}, ${scores}: the largest is ${largest}`;
}

function chart(name, state) {
  const side = state[name];
  const grid = [0, 0.5, 1].map(
    (weight) =>
      `<path d="M${PLOT.left} ${height(weight)}h${PLOT.width}"/>` +
      `<text x="${PLOT.left - 6}" y="${height(weight) + 4}" class="end">${percent(weight)}</text>`,
  );
  const bars = side.weights.map(
    (weight, key) =>
      `<rect x="${(middle(key) - 0.36 * PITCH).toFixed(1)}" y="${PLOT.top}" ` +
      `width="${(0.72 * PITCH).toFixed(1)}" height="${PLOT.height}" ` +
      `style="--weight: ${weight.toFixed(4)}"/>`,
  );
  const numbers = [1, 4, 8, 12, 16].map((n) => `<text x="${middle(n - 1)}" y="177">${n}</text>`);
  return `<svg viewBox="0 0 340 198" role="img" aria-label="${describe(name, state)}">
    ${grid.join("")}${bars.join("")}${numbers.join("")}
    <text x="${PLOT.left + PLOT.width / 2}" y="194">key</text>
    <text class="play-largest" style="transform: ${placeOfLargest(side)}">${percent(side.largest)}</text>
    <g class="play-line" visibility="hidden"><path d="M${PLOT.left} 0h${PLOT.width}"/>
    <text x="${PLOT.left + 32}" y="-6">your guess</text></g></svg>`;
}

function panel(name, title, state) {
  const facts = factsOf(state[name]);
  const fact = (key, words) => `<div><dt>${words}</dt><dd data-fact="${key}">${facts[key]}</dd></div>`;
  return `<div class="play-panel" data-panel="${name}"><p class="play-title">${title}</p>
    ${chart(name, state)}
    <dl>${fact("spread", "spread of the scores")}${fact("largest", "largest weight")}
    ${fact("slope", "mean of p(1 − p)")}</dl></div>`;
}

export function markup() {
  const state = measure(SEED, STATIC);
  const ticks = LENGTHS.map((n) => `<span>${n}</span>`).join("");
  return `<div class="play">
  <form class="play-guess" hidden><p><strong>Guess first.</strong> Below, ${D_K} is ${BEGIN}.
    Without the division, how much will the largest weight be <span class="together">at ${D_K} = ${ASKED}?</span></p>
    <label>My guess <input type="range" min="0" max="100" value="50"> <output>50%</output></label>
    <button type="submit">Show me</button></form>
  <div class="play-panels">${panel("raw", "Scores as they are: <i>q</i> · <i>k</i>", state)}
    ${panel("scaled", `Scores divided: <i>q</i> · <i>k</i> / √${D_K}`, state)}</div>
  <div class="play-controls" hidden><label>Length of the vectors, ${D_K} = <output></output>
    <input type="range" min="0" max="${LENGTHS.length - 1}" disabled></label>
    <div class="play-ticks" aria-hidden="true">${ticks}</div>
    <button type="button">Draw other vectors</button></div>
  <p class="play-status" role="status">These vectors hold ${D_K} = ${STATIC} numbers.</p></div>`;
}

// ---- in the page --------------------------------------------------------------------------------

function draw(figure, state) {
  figure.state = state; // what is on show, for whoever wants to look closer, tests included
  for (const name of ["raw", "scaled"]) {
    const side = state[name];
    const at = (selector) => figure.querySelector(`[data-panel="${name}"] ${selector}`);
    at("svg").setAttribute("aria-label", describe(name, state));
    const bars = figure.querySelectorAll(`[data-panel="${name}"] rect`);
    bars.forEach((bar, key) => bar.style.setProperty("--weight", side.weights[key]));
    at(".play-largest").style.transform = placeOfLargest(side);
    at(".play-largest").textContent = percent(side.largest);
    for (const [fact, words] of Object.entries(factsOf(side)))
      at(`[data-fact="${fact}"]`).textContent = words;
  }
}

export function start(figure) {
  const guess = figure.querySelector(".play-guess");
  const [guessInput, guessOutput] = guess.querySelectorAll("input, output");
  const controls = figure.querySelector(".play-controls");
  const [lengthOutput, slider] = controls.querySelectorAll("output, input");
  const line = figure.querySelector('[data-panel="raw"] .play-line');
  const status = figure.querySelector(".play-status");
  let seed = SEED;

  function show(length) {
    const state = measure(seed, length);
    draw(figure, state);
    slider.value = LENGTHS.indexOf(length);
    slider.setAttribute("aria-valuetext", `${length} numbers`);
    lengthOutput.textContent = length;
    const [raw, scaled] = [percent(state.raw.largest), percent(state.scaled.largest)];
    status.textContent =
      `With ${length} numbers in each vector, one key of ${KEYS} takes ${raw} of the weight. ` +
      `After the division it takes ${scaled}.`;
    return raw;
  }

  function placeGuess() {
    guessOutput.textContent = `${guessInput.value}%`;
    line.setAttribute("transform", `translate(0, ${height(guessInput.value / 100)})`);
    line.setAttribute("visibility", "visible");
  }

  guessInput.addEventListener("input", placeGuess);
  slider.addEventListener("input", () => show(LENGTHS[slider.value]));
  controls.querySelector("button").addEventListener("click", () => {
    seed += 1;
    show(LENGTHS[slider.value]);
  });
  guess.addEventListener("submit", (event) => {
    event.preventDefault();
    placeGuess();
    guess.hidden = true;
    controls.hidden = false;
    slider.disabled = false;
    const raw = show(ASKED);
    status.textContent =
      `You guessed ${guessInput.value}%; it is ${raw}. Now move the slider: where does it begin?`;
    slider.focus({ preventScroll: true });
  });

  guess.hidden = false;
  show(BEGIN);
}
