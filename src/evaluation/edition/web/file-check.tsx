import { useTranslation } from 'react-i18next'
import { Facts } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import type { SchemeChange } from '../../scheme/contract.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import type { FileCheck } from '../contract.ts'

/** What was found in a scheme file: each mistake at its place, or what would change. */
export function FileCheckShown({ check }: { check: FileCheck }) {
  return check.brings ? <Brings brings={check.brings} /> : <Wrong check={check} />
}

function Wrong({ check: { problems, problemCount } }: { check: FileCheck }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  return (
    <>
      <Notice tone="bad" title={t('file.wrong', { count: problemCount })}>
        {t('file.wrongHint')}
      </Notice>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must scroll by keyboard */}
      <section className="sp-scheme-wrong" aria-label={t('file.wrong', { count: problemCount })} tabIndex={0}>
        <ul className="sp-records">
          {problems.map(({ place, path, code, says, found }) => (
            <li key={`${place ? `${place.sheet} ${place.column}${place.row}` : path} ${code} ${found}`}>
              <div className="sp-records-words">
                <strong>
                  {place ? t('file.cell', { sheet: place.sheet, cell: `${place.column}${place.row}` }) : path}
                </strong>
                <span>{local(says)}</span>
              </div>
            </li>
          ))}
        </ul>
      </section>
      {problems.length < problemCount && (
        <p className="sp-soft">{t('file.more', { count: problemCount - problems.length })}</p>
      )}
    </>
  )
}

function Brings({ brings }: { brings: NonNullable<FileCheck['brings']> }) {
  const { t, i18n } = useTranslation('evaluation')
  const local = useLocalText()
  const { title, standard, schemeVersion, leafCount, seal, isSealIntact, publisher, becomes, comparedWith } = brings
  return (
    <>
      <Notice tone={becomes === 'known' ? 'warn' : 'info'} title={t(`file.becomes.${becomes}`)} />
      <Facts
        of={[
          [t('scheme.title'), `${standard} ${local(title)}`],
          [t('file.version'), String(schemeVersion)],
          [t('file.items'), String(leafCount)],
          [t('file.publisher'), publisher],
          [
            t('file.seal'),
            seal &&
              (isSealIntact
                ? t('scheme.sealedBy', { name: seal.byName, at: showAt(seal.at, i18n.language) })
                : t('file.sealBroken')),
          ],
        ]}
      />
      {comparedWith !== null && (
        <>
          <h3 id="file-changes">{t('file.changes', { number: comparedWith, count: brings.changes.length })}</h3>
          {brings.changes.length === 0 && <p className="sp-soft">{t('file.noChanges')}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must scroll by keyboard */}
          <section className="sp-scheme-wrong" aria-labelledby="file-changes" tabIndex={0}>
            <ul className="sp-records">
              {brings.changes.map((change) => (
                <li key={change.nodeId}>
                  <ChangeLine change={change} />
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </>
  )
}

const TONES: Record<SchemeChange['kind'], Tone> = { added: 'good', removed: 'bad', changed: 'warn' }

function ChangeLine({ change }: { change: SchemeChange }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const { nodeId, name, kind, what, beforeHundredths: before, afterHundredths: after } = change
  const points = [before, after].flatMap((one) => (one === null ? [] : [showPoints(one)]))
  const told = what.map((part) => t(`file.part.${part}`))
  return (
    <>
      <div className="sp-records-words">
        <span>
          {nodeId} {local(name)}
        </span>
        <span className="sp-soft">
          {[...told, before === after ? '' : t('node.points', { points: points.join(' → ') })]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <Pill tone={TONES[kind]}>{t(`file.kind.${kind}`)}</Pill>
    </>
  )
}
