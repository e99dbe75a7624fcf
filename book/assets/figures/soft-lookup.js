// The figure of chapter 2: a query among four keys, and the mix of their values.
//
// Keys and queries are points of one plane, values and outputs points of another. `measure`
// computes everything that is shown. `markup` draws the first state while the site is built;
// `start` redraws in the page.

export const WORDS = ["student", "dog", "saw", "the"];
export const KEYS = [[-1, 0.6], [1, 0.6], [0.2, -1.1], [0.2, 0.35]];
export const VALUES = [[-1.2, 1], [1.3, 0.7], [0.9, -1.2], [-1, -0.9]];
export const TEMPERATURES = [0, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, Infinity];
const NAMES = ["0", "1/8", "1/4", "1/2", "1", "2", "4", "8", "∞"];
const ONE = TEMPERATURES.indexOf(1);
const CENTRE = [0, 0]; // before the guess
const ASKED = KEYS[0]; // what the guess is about
const EDGE = 1.5;

const sum = (numbers) => numbers.reduce((total, x) => total + x, 0);
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const mix = (weights, points) => [0, 1].map((i) => sum(points.map((p, n) => weights[n] * p[i])));

// Temperature 0 is the limit: everything for the highest score, shared if several tie for it.
function softmax(scores, temperature) {
  const gaps = scores.map((score) => score - Math.max(...scores));
  const raised = gaps.map((gap) => (gap === 0 ? 1 : Math.exp(gap / temperature)));
  return raised.map((x) => x / sum(raised));
}

export function measure(query, temperature) {
  const scores = KEYS.map((key) => dot(query, key));
  const weights = softmax(scores, temperature);
  return { query, temperature, scores, weights, output: mix(weights, VALUES) };
}

// ---- what is drawn ------------------------------------------------------------------------------

const UNIT = 88;
const across = (x) => (150 + UNIT * x).toFixed(1);
const down = (y) => (140 - UNIT * y).toFixed(1);
const place = ([x, y]) => `translate(${across(x)}, ${down(y)})`;
const percent = (x) => `${Math.round(100 * x)}%`;
const signed = (x) => x.toFixed(2).replace(/^-(?=0\.00$)/, "").replace("-", "−");
const point = (p) => `(${p.map(signed).join(", ")})`;
const radius = (weight) => (3 + 15 * Math.sqrt(weight)).toFixed(1);

const words = (points) =>
  points.map(
    (p, n) =>
      `<g transform="${place(p)}"><circle data-word="${n}"/>` +
      `<text y="${p[1] > 0 ? -22 : 32}">${WORDS[n]}</text></g>`,
  );

const plane = (label, inside) =>
  `<svg viewBox="0 0 300 280" role="group" aria-label="${label}">
    <path class="play-axes" d="M${across(-EDGE)} ${down(0)}H${across(EDGE)}M${across(0)} ${down(-EDGE)}V${down(EDGE)}"/>
    ${inside}</svg>`;

const facts = (name) =>
  `<dl>${WORDS.map((word, n) => `<div><dt>${word}</dt><dd data-fact="${name}-${n}"></dd></div>`).join("")}</dl>`;

export function markup() {
  const hull = VALUES.map((p) => `${across(p[0])},${down(p[1])}`).join(" ");
  const threads = VALUES.map((_, n) => `<path data-thread="${n}"/>`).join("");
  const ticks = NAMES.map((name) => `<span>${name}</span>`).join("");
  const html = `<div class="play">
  <form class="play-guess" hidden><p><strong>Guess first.</strong> The query will stand exactly on the
    key of <i>student</i>, at temperature 1. How much of the weight does <i>student</i> get?</p>
    <label>My guess <input type="range" min="0" max="100" value="50"> <output>50%</output></label>
    <button type="submit">Show me</button></form>
  <div class="play-panels">
    <div class="play-panel" data-panel="keys"><p class="play-title">Four keys and a query: scores <i>q</i> · <i>k</i></p>
      ${plane("Keys and the query", `${words(KEYS).join("")}<g class="play-query"><circle class="play-grip" r="22"/>
      <path d="M0 -10L10 0L0 10L-10 0Z"/><text x="15" y="5" class="begin">query</text></g>`)}
      ${facts("score")}</div>
    <div class="play-panel" data-panel="values"><p class="play-title">Four values and their mix: weights</p>
      ${plane("Values and the output", `<polygon points="${hull}"/>${threads}${words(VALUES).join("")}
      <g class="play-output"><path d="M0 -10L10 0L0 10L-10 0Z"/></g>`)}
      ${facts("weight")}</div></div>
  <div class="play-controls" hidden><label>Temperature = <output></output>
    <input type="range" min="0" max="${NAMES.length - 1}" disabled></label>
    <div class="play-ticks" aria-hidden="true">${ticks}</div>
    <button type="button">Put the query on <i>the</i></button></div>
  <p class="play-status" role="status"></p></div>`;
  return drawnInto(html, measure(ASKED, 1));
}

// What a state changes: a text, or some attributes, for each selector.
function changes({ query, temperature, scores, weights, output }) {
  const found = {
    ".play-query": { transform: place(query) },
    ".play-output": { transform: place(output) },
    ".play-status": say({ query, temperature, weights, output }),
  };
  WORDS.forEach((_, n) => {
    found[`[data-fact="score-${n}"]`] = signed(scores[n]);
    found[`[data-fact="weight-${n}"]`] = percent(weights[n]);
    found[`[data-word="${n}"]`] = { r: radius(weights[n]) };
    found[`[data-thread="${n}"]`] = {
      d: `M${across(VALUES[n][0])} ${down(VALUES[n][1])}L${across(output[0])} ${down(output[1])}`,
      "stroke-width": (9 * weights[n]).toFixed(2),
    };
  });
  return found;
}

function say({ query, temperature, weights, output }) {
  const largest = Math.max(...weights);
  const first = WORDS.filter((_, n) => largest - weights[n] < 1e-9);
  const named = first.length === WORDS.length ? "each of the four" : first.join(" and ");
  const gets = first.length === 2 ? "get" : "gets";
  const at = `With the query at ${point(query)} and temperature ${NAMES[TEMPERATURES.indexOf(temperature)]}`;
  return `${at}, ${named} ${gets} ${percent(largest)}. The mix is ${point(output)}.`;
}

// Without a document: write the changes into the markup itself.
function drawnInto(html, state) {
  for (const [selector, change] of Object.entries(changes(state))) {
    const mark = selector.startsWith(".") ? `class="${selector.slice(1)}"` : selector.slice(1, -1);
    const words = typeof change === "string";
    const attributes = words ? "" : Object.entries(change).map(([k, v]) => ` ${k}="${v}"`).join("");
    html = html.replaceAll(new RegExp(`(${mark}[^>]*?)(/?>)`, "g"), `$1${attributes}$2${words ? change : ""}`);
  }
  return html;
}

// ---- in the page --------------------------------------------------------------------------------

function draw(figure, state) {
  figure.state = state; // what is on show, for whoever wants to look closer, tests included
  for (const [selector, change] of Object.entries(changes(state)))
    for (const node of figure.querySelectorAll(selector))
      if (typeof change === "string") node.textContent = change;
      else for (const [name, value] of Object.entries(change)) node.setAttribute(name, value);
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const inside = (x) => Math.round(100 * Math.min(EDGE, Math.max(-EDGE, x))) / 100;

export function start(figure) {
  const guess = figure.querySelector(".play-guess");
  const [guessInput, guessOutput] = guess.querySelectorAll("input, output");
  const controls = figure.querySelector(".play-controls");
  const [temperatureOutput, slider] = controls.querySelectorAll("output, input");
  const board = figure.querySelector('[data-panel="keys"] svg');
  const query = figure.querySelector(".play-query");
  const status = figure.querySelector(".play-status");

  function show(at, step = Number(slider.value)) {
    const state = measure(at.map(inside), TEMPERATURES[step]);
    draw(figure, state);
    slider.value = step;
    slider.setAttribute("aria-valuetext", NAMES[step]);
    temperatureOutput.textContent = NAMES[step];
    query.setAttribute("aria-valuenow", state.query[0]);
    query.setAttribute("aria-valuetext", `at ${point(state.query)}`);
    return percent(state.weights[0]);
  }

  function follow(event) {
    const box = board.getBoundingClientRect();
    const unit = (UNIT * box.width) / 300;
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    show([(left - box.width / 2) / unit, (box.height / 2 - top) / unit]);
  }

  guessInput.addEventListener("input", () => {
    guessOutput.textContent = `${guessInput.value}%`;
  });
  slider.addEventListener("input", () => show(figure.state.query));
  controls.querySelector("button").addEventListener("click", () => {
    show(KEYS[3], ONE);
    status.textContent += " A longer key in a like direction outbids the key that you stand on.";
  });

  function wake() {
    const slides = { tabindex: 0, role: "slider", "aria-label": "query", "aria-valuemin": -EDGE, "aria-valuemax": EDGE };
    for (const [name, value] of Object.entries(slides)) query.setAttribute(name, value);
    query.addEventListener("pointerdown", (event) => query.setPointerCapture(event.pointerId));
    query.addEventListener("pointermove", (event) => {
      if (query.hasPointerCapture(event.pointerId)) follow(event);
    });
    board.addEventListener("click", follow);
    query.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault(); // the page would scroll
      show(figure.state.query.map((x, i) => x + arrow[i] / 10));
    });
  }

  guess.addEventListener("submit", (event) => {
    event.preventDefault();
    guess.hidden = true;
    controls.hidden = false;
    slider.disabled = false;
    wake();
    const found = show(ASKED, ONE);
    status.textContent =
      `You guessed ${guessInput.value}%; it is ${found}. Now drag the query, or move it with the ` +
      "arrow keys, and change the temperature.";
    query.focus({ preventScroll: true });
  });

  guess.hidden = false;
  show(CENTRE, ONE);
}
