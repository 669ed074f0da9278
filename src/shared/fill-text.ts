/** Fills `{{name}}` in a wording; once, so that a value which looks like a placeholder stays text. A name without a value throws RangeError. */
export function fillText(wording: string, values: Readonly<Record<string, string | number>>): string {
  return wording.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new RangeError(`no value for {{${name}}}`)
    return String(value)
  })
}
