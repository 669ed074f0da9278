/** Undefined where it is no JSON: packs come from strangers. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// Deeper than any record or manifest of ours.
const DEPTH_MAX = 16

/** As `parseJson`, for shapes known to be flat: a long text nested deeply is refused before it costs memory. */
export function parseFlatJson(text: string): unknown {
  return text.length > 65_536 && isDeeper(text, DEPTH_MAX) ? undefined : parseJson(text)
}

/** Whether brackets of a JSON text are nested deeper than this; told without parsing it. */
export function isDeeper(text: string, depthMax: number): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted && code === 0x5c) at++
    else if (code === 0x22) quoted = !quoted
    else if (!quoted && (code === 0x5b || code === 0x7b) && ++depth > depthMax) return true
    else if (!quoted && (code === 0x5d || code === 0x7d)) depth--
  }
  return false
}
