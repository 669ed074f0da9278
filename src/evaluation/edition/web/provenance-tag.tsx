import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import type { Provenance } from '../../scheme/contract.ts'

const TONES: Record<Provenance['kind'], Tone> = {
  sourced: 'info',
  confirmed: 'good',
  default: 'warn',
  unsourced: 'warn',
}

/** Where a figure comes from, in a sentence. */
export function useProvenanceWords(): (of: Provenance) => string {
  const { t } = useTranslation('evaluation')
  return (of) => {
    switch (of.kind) {
      case 'sourced': {
        const words = t('provenance.sourcedWords', { confidence: of.confidence })
        return of.clause ? `${words} · ${t('scheme.clause', { clause: of.clause })}` : words
      }
      case 'confirmed':
        return t('provenance.confirmedWords', { name: of.byName, on: of.on, from: of.from })
      case 'default':
        return t('provenance.defaultWords')
      case 'unsourced':
        return t('provenance.unsourcedWords')
    }
  }
}

/** One word of it, the sentence on pointing. */
export function ProvenanceTag({ of }: { of: Provenance }) {
  const { t } = useTranslation('evaluation')
  const words = useProvenanceWords()
  return (
    <Tooltip title={words(of)}>
      <span>
        <Pill tone={TONES[of.kind]}>{t(`provenance.${of.kind}`)}</Pill>
      </span>
    </Tooltip>
  )
}
