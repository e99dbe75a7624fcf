// The figure of chapter 0: two arrays meet, and each cell of the result shows where it came from.
//
// `a` holds 1, 2, 3 … and `b` holds 100, 200, 300 …, so that 302 can only be 2 and 300. A shape is
// a list of lengths, last axis last. `meet` finds the result, or the axis that forbids it. `markup`
// draws the first state while the site is built; `start` redraws in the page.

const AXES = 3;
const FIRST = { a: [2, 1, 3], b: [3, 1] };
const GUESSES = ["(2, 1, 3)", "(3, 3)", "(2, 3, 3)", "an error"];
const RIGHT = "(2, 3, 3)";
const UNIT = { a: 1, b: 100 };
const CELL = { width: 46, height: 30, gap: 16 };

const product = (numbers) => numbers.reduce((total, n) => total * n, 1);
const written = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

// Compare two shapes from the right: equal, or one of them 1, or missing.
export function meet(a, b) {
  const axes = [];
  for (let back = 1; back <= Math.max(a.length, b.length); back++) {
    const [m, n] = [a.at(-back), b.at(-back)].map((length) => length ?? null);
    const fits = m === null || n === null || m === n || m === 1 || n === 1;
    axes.unshift({ back, a: m, b: n, fits, length: fits ? Math.max(m ?? 1, n ?? 1) : null });
  }
  const shape = axes.every((axis) => axis.fits) ? axes.map((axis) => axis.length) : null;
  return { a, b, axes, shape, cells: shape ? cellsOf(a, b, shape) : [] };
}

function cellsOf(a, b, shape) {
  return Array.from({ length: product(shape) }, (_, flat) => {
    const place = placeOf(flat, shape);
    const [from_a, from_b] = [flatOf(place, a), flatOf(place, b)];
    return { from_a, from_b, value: UNIT.a * (from_a + 1) + UNIT.b * (from_b + 1) };
  });
}

function placeOf(flat, shape) {
  const place = [];
  for (const length of shape.toReversed()) {
    place.unshift(flat % length);
    flat = Math.floor(flat / length);
  }
  return place;
}

// An axis of length 1 is read at 0, wherever the result is: that is all of stretching.
function flatOf(place, shape) {
  const own = place.slice(place.length - shape.length);
  return shape.reduce((flat, length, i) => flat * length + (length === 1 ? 0 : own[i]), 0);
}

// ---- what is drawn ------------------------------------------------------------------------------

const strength = (index, count) => (0.12 + (0.5 * (index + 1)) / count).toFixed(2);

function grids(shape, label, paint) {
  const [pages, rows, columns] = [1, 1, 1, ...shape].slice(-AXES);
  const pageWidth = columns * CELL.width + CELL.gap;
  const [width, height] = [pages * pageWidth - CELL.gap + 2, rows * CELL.height + 2];
  const cells = Array.from({ length: product(shape) }, (_, flat) => {
    const [page, row, column] = placeOf(flat, [pages, rows, columns]);
    return paint(flat, page * pageWidth + column * CELL.width + 1, row * CELL.height + 1);
  });
  return `<svg viewBox="0 0 ${width} ${height}" style="max-width: ${width}px" role="img"
    aria-label="${label}">${cells.join("")}</svg>`;
}

const { width: W, height: H } = CELL;
const number = (x, y, value) => `<text x="${x + W / 2}" y="${y + H / 2 + 4}">${value}</text>`;

function operand(name, shape) {
  const count = product(shape);
  return grids(shape, `${name} has the shape ${written(shape)}`, (flat, x, y) => {
    const opacity = strength(flat, count);
    return `<rect class="from-${name}" x="${x}" y="${y}" width="${W}" height="${H}"
      fill-opacity="${opacity}"/>${number(x, y, UNIT[name] * (flat + 1))}`;
  });
}

function result({ a, b, shape, cells }) {
  if (!shape) return `<p class="no-result">No result: the shapes cannot meet.</p>`;
  const label = `a + b has the shape ${written(shape)}: ${cells.map((c) => c.value).join(" ")}`;
  return grids(shape, label, (flat, x, y) => {
    const { from_a, from_b, value } = cells[flat];
    const corner = (name, points, index, own) =>
      `<polygon class="from-${name}" points="${points}" fill-opacity="${strength(index, product(own))}"/>`;
    return (
      corner("a", `${x},${y} ${x + W},${y} ${x},${y + H}`, from_a, a) +
      corner("b", `${x + W},${y} ${x + W},${y + H} ${x},${y + H}`, from_b, b) +
      `<rect class="edge" x="${x}" y="${y}" width="${W}" height="${H}"/>${number(x, y, value)}`
    );
  });
}

function reason({ a, b, fits }) {
  if (!fits) return `${a} against ${b}: neither is 1`;
  if (a === null || b === null) return "missing: counts as 1";
  if (a === b) return "equal";
  return "1 stretches";
}

function rule({ axes }) {
  const row = (head, cells) =>
    `<tr><th scope="row">${head}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  const lengths = (name) => axes.map((axis) => axis[name] ?? "·");
  return `<table>${row("a", lengths("a"))}${row("b", lengths("b"))}
    ${row("rule", axes.map(reason))}
    ${row("a + b", axes.map((axis) => axis.length ?? "✗"))}</table>`;
}

function says({ a, b, axes, shape }) {
  const pair = `${written(a)} and ${written(b)}`;
  if (shape) return `${pair} make ${written(shape)}: ${product(shape)} cells.`;
  const stop = axes.findLast((axis) => !axis.fits);
  const place = stop.back === 1 ? "the last axis" : `axis ${stop.back} from the right`;
  return `${pair} cannot meet. Read from the right: at ${place}, ${stop.a} meets ${stop.b}, and neither is 1.`;
}

function selects(name) {
  const options = (first) =>
    (first ? ["none", 1, 2, 3] : [1, 2, 3])
      .map((n) => `<option value="${n === "none" ? 0 : n}">${n}</option>`)
      .join("");
  const axes = [3, 2, 1].map(
    (back) =>
      `<select data-array="${name}" data-back="${back}" disabled
        aria-label="${name}, axis ${back} from the right">${options(back > 1)}</select>`,
  );
  return `<div class="axes"><span>shape of ${name}</span>${axes.join("")}</div>`;
}

export function markup() {
  const state = meet(FIRST.a, FIRST.b);
  const choices = GUESSES.map((guess) => `<option>${guess}</option>`).join("");
  const panel = (name, title, drawn) =>
    `<div class="play-panel"><p class="play-title">${title}</p><div data-drawn="${name}">${drawn}</div></div>`;
  return `<div class="play">
  <form class="play-guess" hidden><p><strong>Guess first.</strong> Here <i>a</i> has the shape (2, 1, 3): two
    tables of one row each. <i>b</i> is a column, (3, 1). What shape has their sum?</p>
    <label>My guess <select>${choices}</select></label> <button type="submit">Show me</button></form>
  <div class="play-panels">${panel("a", "a", operand("a", state.a))}
    ${panel("b", "b", operand("b", state.b))}</div>
  <div class="outcome">${panel("result", "a + b", result(state))}
    <div class="rule" data-drawn="rule">${rule(state)}</div></div>
  <div class="play-controls" hidden>${selects("a")}${selects("b")}</div>
  <p class="play-status" role="status">${says(state)}</p></div>`;
}

// ---- in the page --------------------------------------------------------------------------------

export function start(figure) {
  const guess = figure.querySelector(".play-guess");
  const controls = figure.querySelector(".play-controls");
  const outcome = figure.querySelector(".outcome");
  const status = figure.querySelector(".play-status");
  const choosers = [...controls.querySelectorAll("select")];

  function show(a, b) {
    const state = meet(a, b);
    figure.state = state; // what is on show, for whoever wants to look closer, tests included
    const drawn = { a: operand("a", a), b: operand("b", b), result: result(state), rule: rule(state) };
    for (const [name, html] of Object.entries(drawn))
      figure.querySelector(`[data-drawn="${name}"]`).innerHTML = html;
    status.textContent = says(state);
  }

  // An axis stands in front of another one: the third needs the second.
  function chosen(name) {
    const own = choosers.filter((chooser) => chooser.dataset.array === name);
    own[0].disabled = own[1].value === "0";
    if (own[0].disabled) own[0].value = "0";
    return own.map((chooser) => Number(chooser.value)).filter((length) => length > 0);
  }

  function setChoosers() {
    for (const chooser of choosers) {
      chooser.disabled = false;
      chooser.value = FIRST[chooser.dataset.array].at(-chooser.dataset.back) ?? 0;
    }
  }

  controls.addEventListener("change", () => show(chosen("a"), chosen("b")));
  guess.addEventListener("submit", (event) => {
    event.preventDefault();
    const mine = guess.querySelector("select").value;
    guess.hidden = true;
    outcome.hidden = controls.hidden = false;
    setChoosers();
    show(chosen("a"), chosen("b"));
    const verdict = mine === RIGHT ? "You guessed it" : `You guessed ${mine}`;
    status.textContent = `${verdict}. ${status.textContent} Now find two shapes that cannot meet.`;
    choosers.find((chooser) => !chooser.disabled).focus({ preventScroll: true });
  });

  guess.hidden = false;
  outcome.hidden = true;
  show(FIRST.a, FIRST.b);
  status.textContent = "In the sum, the hundreds will tell the cell of b, and the rest the cell of a.";
}
