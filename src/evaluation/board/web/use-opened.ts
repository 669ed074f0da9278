import { useSearchParams } from 'wouter'

/** What the panel beside the board shows; it stands in the address, so that it can be sent to somebody. */
export type Opened =
  | { kind: 'indicator'; indicatorId: string }
  | { kind: 'leaf'; leafId: string }
  | {
      kind: 'records'
      measureId: string
      verdict: 'good' | 'bad' | null
      outletId: string | null
      leafId: string | null
    }
  | { kind: 'outlet'; outletId: string }

export function readOpened(params: URLSearchParams): Opened | null {
  const [indicatorId, leafId, measureId, outletId] = ['indicator', 'leaf', 'measure', 'outlet'].map((key) =>
    params.get(key),
  )
  const verdict = params.get('verdict')
  if (measureId) {
    const known = verdict === 'good' || verdict === 'bad' ? verdict : null
    return { kind: 'records', measureId, verdict: known, outletId: outletId ?? null, leafId: leafId ?? null }
  }
  if (leafId) return { kind: 'leaf', leafId }
  if (indicatorId) return { kind: 'indicator', indicatorId }
  return outletId ? { kind: 'outlet', outletId } : null
}

function written(opened: Opened | null): Record<string, string> {
  switch (opened?.kind) {
    case undefined:
      return {}
    case 'indicator':
      return { indicator: opened.indicatorId }
    case 'leaf':
      return { leaf: opened.leafId }
    case 'outlet':
      return { outlet: opened.outletId }
    case 'records':
      return {
        measure: opened.measureId,
        ...(opened.verdict ? { verdict: opened.verdict } : {}),
        ...(opened.outletId ? { outlet: opened.outletId } : {}),
        ...(opened.leafId ? { leaf: opened.leafId } : {}),
      }
  }
}

/** Each step is one of the browser's history: its back button walks up again. */
export function useOpened(): [Opened | null, (opened: Opened | null) => void] {
  const [params, setParams] = useSearchParams()
  return [readOpened(params), (opened) => setParams(written(opened))]
}
