import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocalText } from '../scheme/contract.ts'
import type { LeafScore } from '../score/contract.ts'

type LeafState = LeafScore['state']

/** Words of the scheme in the reader's language. */
export function useLocalText(): (text: LocalText) => string {
  const { i18n } = useTranslation()
  const isChinese = i18n.language === 'zh-CN'
  return useCallback((text) => (isChinese ? text.zh : text.en), [isChinese])
}

/** `250` → `2.5`: points without useless zeros. */
export function showPoints(hundredths: number): string {
  return (hundredths / 100).toFixed(2).replace(/\.?0+$/, '')
}

/** What was kept of a leaf's points; a dash where nothing is known, which is not nothing. */
export function showKept(state: LeafState, hundredths: number): string {
  return state === 'missing' || state === 'excluded' ? '—' : showPoints(hundredths)
}

/** `12345` hundredths of a score on the base of 100 → `123.5`: one decimal, as the scheme rounds it. */
export function showScore(hundredths: number): string {
  return (hundredths / 100).toFixed(1)
}

/** Of 10000; whole per cent, but never 0 % or 100 % for what is not quite so. */
export function showShare(basisPoints: number): string {
  if (basisPoints > 0 && basisPoints < 100) return '<1%'
  if (basisPoints < 10_000 && basisPoints > 9_900) return '>99%'
  return `${Math.round(basisPoints / 100)}%`
}

export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part * 10_000) / whole)
}
