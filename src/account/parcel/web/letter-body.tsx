import { Facts } from '#src/ui/card.tsx'

const MOST_ITEMS = 50

/** The words of a letter of any kind, also of one that nothing here knows: names and values as they stand in it. */
export function LetterBody({ value }: { value: unknown }) {
  if (Array.isArray(value))
    return (
      <ol className="parcel-body">
        {value.slice(0, MOST_ITEMS).map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a letter never changes
          <li key={at}>
            <LetterBody value={item} />
          </li>
        ))}
      </ol>
    )
  if (typeof value === 'object' && value !== null)
    return <Facts of={Object.entries(value).map(([name, inner]) => [name, <LetterBody key={name} value={inner} />])} />
  return <span className="parcel-value">{value === null || value === '' ? '—' : String(value)}</span>
}
