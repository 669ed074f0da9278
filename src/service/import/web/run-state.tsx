import { useTranslation } from 'react-i18next'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import type { RunState } from '../contract/run.ts'

const TONES: Record<RunState, Tone> = {
  mapping: 'warn',
  waiting: 'info',
  running: 'info',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
}

export function RunStatePill({ state }: { state: RunState }) {
  const { t } = useTranslation('import')
  return <Pill tone={TONES[state]}>{t(`state.${state}`)}</Pill>
}
