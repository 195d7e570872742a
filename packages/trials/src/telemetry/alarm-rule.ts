// The rule of a composite alarm: ALARM("name"), AND, OR, NOT and brackets.

export type AlarmRule = (speaking: ReadonlySet<string>) => boolean;

export function parseAlarmRule(rule: string): AlarmRule {
  const tokens = rule.match(/ALARM\("[^"]+"\)|AND|OR|NOT|\(|\)/g) ?? [];
  if (tokens.join('') !== rule.replaceAll(' ', '')) throw new Error(`Alarm rule: cannot read all of ${rule}`);
  let at = 0;
  const either = (): AlarmRule => {
    const parts = [both()];
    while (tokens[at] === 'OR') {
      at += 1;
      parts.push(both());
    }
    return (speaking) => parts.some((part) => part(speaking));
  };
  const both = (): AlarmRule => {
    const parts = [one()];
    while (tokens[at] === 'AND') {
      at += 1;
      parts.push(one());
    }
    return (speaking) => parts.every((part) => part(speaking));
  };
  const one = (): AlarmRule => {
    const token = tokens[at++] ?? '';
    if (token === 'NOT') {
      const part = one();
      return (speaking) => !part(speaking);
    }
    if (token === '(') {
      const part = either();
      if (tokens[at++] !== ')') throw new Error(`Alarm rule: a bracket stays open in ${rule}`);
      return part;
    }
    const name = /^ALARM\("([^"]+)"\)$/.exec(token)?.[1];
    if (name === undefined) throw new Error(`Alarm rule: ${token} was not expected in ${rule}`);
    return (speaking) => speaking.has(name);
  };
  const whole = either();
  if (at !== tokens.length) throw new Error(`Alarm rule: ${tokens[at]} was not expected in ${rule}`);
  return whole;
}
