import { parseJson } from './json.ts'

/** Files that an entry's content mentions: `fileSha256: "…"`, and `files: ["…" | {sha256}, …]`, at any depth. */
export function filesMentioned(content: string): string[] {
  if (!content.includes('"fileSha256"') && !content.includes('"files"')) return []
  const found: string[] = []
  const todo: unknown[] = [parseJson(content)]
  while (todo.length > 0) {
    const value = todo.pop()
    if (typeof value !== 'object' || value === null) continue
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'fileSha256') addHash(found, inner)
      if (name === 'files' && Array.isArray(inner)) {
        for (const file of inner)
          addHash(found, typeof file === 'object' && file !== null ? (file as { sha256?: unknown }).sha256 : file)
      }
      if (typeof inner === 'object' && inner !== null) todo.push(inner)
    }
  }
  return found
}

function addHash(found: string[], value: unknown): void {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) found.push(value)
}
