// A text and what a person made of it: which characters stayed, where marks and line ends go.

// What a text area shows of a text: its line ends are all one character there.
function asShown(characters) {
  return characters.map((one, at) => {
    if (one !== "\r") return one;
    return characters[at + 1] === "\n" ? "" : "\n";
  });
}

// How many characters at the start, and how many at the end, a change has left as they were.
function kept(before, after) {
  let head = 0;
  const shorter = Math.min(before.length, after.length);
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { head, tail };
}

// What a person made of a text in the box, with the line ends of all that they left alone.
function withLineEnds(own, typed) {
  const places = asShown(own).flatMap((one, at) => (one === "" ? [] : [at]));
  const { head, tail } = kept(places.map((at) => (own[at] === "\r" ? "\n" : own[at])), typed);
  const after = (count) => (count ? places[count - 1] + 1 : 0);
  const rest = tail ? own.slice(after(places.length - tail)) : [];
  return [...own.slice(0, after(head)), ...typed.slice(head, typed.length - tail), ...rest].join("");
}

// Until Python has answered, marks before and after a change stay, those at it go.
function moved(layers, before, after) {
  const { head, tail } = kept(before, after);
  const [limit, shift] = [before.length - tail, after.length - before.length];
  return layers.flatMap((one) => {
    if (one.end <= head) return [one];
    if (one.start >= limit) return [{ ...one, start: one.start + shift, end: one.end + shift }];
    return [];
  });
}
