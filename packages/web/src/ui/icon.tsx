// Line icons on a 24-unit grid, drawn here so that nothing is fetched. Always beside a word, so hidden from
// assistive technology.

const shapes = {
  alert: ['M12 4 2.8 20h18.4Z', 'M12 10v4', 'M12 17h.01'],
  arrow: ['M5 12h14', 'm13 6 6 6-6 6'],
  back: ['M19 12H5', 'm11 6-6 6 6 6'],
  bike: [
    'M6 20a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7',
    'M18 20a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7',
    'm6 16.5 4-7h5l3 7',
    'm10 9.5 3.5 6',
    'M14 6h2l1 3.5',
  ],
  box: ['m12 3 8 4.5v9L12 21l-8-4.5v-9Z', 'm4 7.5 8 4.5 8-4.5', 'M12 12v9'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  clock: ['M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18', 'M12 7v5l3 2'],
  close: ['M6 6l12 12', 'M18 6 6 18'],
  copy: ['M9 9h11v11H9Z', 'M5 15H4V4h11v1'],
  door: ['M6 21V4h9l3 2v15', 'M3 21h18', 'M13 12h.01'],
  dot: ['M12 12h.01'],
  down: ['m6 9 6 6 6-6'],
  eye: [
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12',
    'M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  ],
  file: ['M6 3h8l4 4v14H6Z', 'M14 3v4h4', 'M9 13h6', 'M9 17h6'],
  help: [
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18',
    'M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7',
    'M12 17h.01',
  ],
  info: ['M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18', 'M12 11v5', 'M12 8h.01'],
  key: ['M8 15.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9', 'm11.5 12.5 8.5 8', 'm16 17 2.5-2.5'],
  minus: ['M6 12h12'],
  pin: [
    'M12 21s7-6.2 7-11.5a7 7 0 1 0-14 0C5 14.8 12 21 12 21',
    'M12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  ],
  plus: ['M12 5v14', 'M5 12h14'],
  redo: ['M20 12a8 8 0 1 1-2.5-5.8L20 8.5', 'M20 3.5v5h-5'],
  search: ['M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14', 'm16 16 4.5 4.5'],
  shield: ['M12 3 4.5 6v6c0 4.5 3 7.5 7.5 9 4.5-1.5 7.5-4.5 7.5-9V6Z', 'm8.8 12 2.3 2.3 4.2-4.3'],
  signout: ['M14 4H5v16h9', 'M10 12h11', 'm17 8 4 4-4 4'],
  truck: [
    'M3 6h11v10H3Z',
    'M14 9.5h4l3 3.5v3h-7',
    'M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
    'M17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  ],
  turn: ['m8 5-4 4 4 4', 'M4 9h10a6 6 0 0 1 0 12h-3'],
  user: ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8', 'M4 20.5c1-4 4-5.5 8-5.5s7 1.5 8 5.5'],
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      {shapes[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
