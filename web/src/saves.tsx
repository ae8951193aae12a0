import { useEffect, useState } from 'preact/hooks';
import { escapeXml, save } from './format';

/** A colour of the page as it is now, light or dark. */
export const ink = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const DARK = matchMedia('(prefers-color-scheme: dark)');
/** Whether the page is dark; draws again when that changes. */
export function useDark() {
  const [dark, set] = useState(DARK.matches);
  useEffect(() => {
    const changed = () => set(DARK.matches);
    DARK.addEventListener('change', changed);
    return () => DARK.removeEventListener('change', changed);
  }, []);
  return dark;
}

export type Anchor = 'start' | 'middle' | 'end';
export const words = (x: number, y: number, text: string, anchor: Anchor = 'start', colour = '--ink', size = 12) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${ink(colour)}" font-size="${size}">${escapeXml(text)}</text>`;

/** A picture as a file of its own: no style sheet, no font of ours. */
export const drawing = (width: number, height: number, title: string, parts: string[]) =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif">`,
    `<rect width="100%" height="100%" fill="${ink('--page')}"/>${words(20, 26, title, 'start', '--ink', 15)}`,
    ...parts,
    '</svg>',
  ].join('\n');

/** Draws an SVG file twice as large, for screens with fine pixels. */
async function png(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png'));
}

const pictures = (name: string, svg: () => string | Promise<string>): [string, () => Promise<void>][] => [
  ['PNG', async () => save(name + '.png', await png(await svg()), 'image/png')],
  ['SVG', async () => save(name + '.svg', await svg(), 'image/svg+xml')],
];

/** Buttons that save a picture, and the numbers in it. */
export function Saves({ name, csv, svg }: { name: string; csv: () => string; svg?: () => string | Promise<string> }) {
  const kinds: [string, () => Promise<void>][] = [
    ...(svg ? pictures(name, svg) : []),
    ['CSV', async () => save(name + '.csv', csv(), 'text/csv')],
  ];
  return <span class="saves">{kinds.map(([kind, act]) => <button key={kind} onClick={act} aria-label={`Save ${name} as ${kind}`}>{kind}</button>)}</span>;
}
