/** What `word-font.ts` uses of a library that brings no types. */
declare module 'subset-font' {
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'truetype'; noHinting: boolean; noLayoutClosure: boolean },
  ): Promise<Buffer>
}
