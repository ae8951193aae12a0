import type { Epoch, Num } from './api';

export const num = (value: Num | undefined): number => (value === undefined ? NaN : Number(value));
export const loss = (value: Num | undefined) => (Number.isFinite(num(value)) ? num(value).toFixed(4) : '–');
export const percent = (value: Num | undefined) =>
  Number.isFinite(num(value)) ? (100 * num(value)).toFixed(2) + ' %' : '–';
export const whole = (value: number) => Math.round(value).toLocaleString('en-US');
export const gap = (epoch?: Epoch) => num(epoch?.heldout_loss) - num(epoch?.train_loss);

export function clock(seconds: number) {
  if (!Number.isFinite(seconds)) return '–';
  const s = Math.round(seconds);
  if (s < 60) return s + ' s';
  if (s < 3600) return Math.floor(s / 60) + ' min ' + (s % 60) + ' s';
  return Math.floor(s / 3600) + ' h ' + Math.floor((s % 3600) / 60) + ' min';
}
export const when = (iso: string) =>
  new Date(iso).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

/** Mean and standard deviation. */
export function spread(values: number[]): [number, number] {
  const there = values.filter(Number.isFinite);
  const mean = there.reduce((a, b) => a + b, 0) / there.length;
  const variance = there.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, there.length - 1);
  return [mean, Math.sqrt(variance)];
}

export function save(name: string, content: BlobPart, type: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
export const escapeXml = (text: string) => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
export const csvCell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
