import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { spokenDigits } from '#src/account/parcel/rules.ts'
import { addressOf } from '#src/client/address.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, RowOf } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import {
  type CertificateProblem,
  downloadCredential,
  downloadPaper,
  type ReceivedCertificate,
} from '../contract/progress.ts'
import { verdictsOf } from '../rules/certificate.ts'
import { useChangeWords } from './words.ts'

const TONES: Record<NonNullable<ReceivedCertificate['standing']>['status'], Tone> = {
  ...{ valid: 'good', suspended: 'warn', not_yet_valid: 'info' },
  ...{ withdrawn: 'bad', cancelled: 'plain', expired: 'plain' },
}

type CardProps = { of: ReceivedCertificate; onOpen: ((parcelId: string) => void) | undefined }

/** One certificate: what it says, how it stands today, and what was found when it was verified. */
export function CertificateCard({ of, onOpen }: CardProps) {
  const { t } = useTranslation('progress')
  return (
    <Card level={3} title={of.number} aside={<Standing of={of} />}>
      {of.problems.length > 0 && (
        <Notice tone="bad" title={t('certificate.notHeld')}>
          {t('certificate.notHeldHint')}
        </Notice>
      )}
      <Words of={of} />
      <Verification of={of} />
      <RowOf>
        <a
          className={buttonClass()}
          href={addressOf(downloadPaper.path, { receivedCertificateId: of.id }, undefined)}
          download
        >
          {t('certificate.paper')}
        </a>
        <a
          className={buttonClass()}
          href={addressOf(downloadCredential.path, { receivedCertificateId: of.id }, undefined)}
          download
        >
          {t('certificate.credential')}
        </a>
        {of.problems.length === 0 && /^https?:\/\//.test(of.registerUrl) && (
          <a className={buttonClass({ kind: 'quiet' })} href={of.registerUrl} target="_blank" rel="noreferrer">
            {t('certificate.register')}
          </a>
        )}
        {onOpen && (
          <Button kind="quiet" onClick={() => onOpen(of.parcelId)}>
            {t('certificate.letter')}
          </Button>
        )}
        {onOpen && of.signer.state === 'first_seen' && (
          <Link href="/letters/keys" className={buttonClass({ kind: 'quiet' })}>
            {t('certificate.keys')}
          </Link>
        )}
      </RowOf>
    </Card>
  )
}

function Standing({ of: { standing, replacedByEdition } }: { of: ReceivedCertificate }) {
  const { t, i18n } = useTranslation('progress')
  if (!standing) return <Pill tone="bad">{t('certificate.notHeld')}</Pill>
  if (replacedByEdition !== null)
    return <Pill tone="plain">{t('certificate.replaced', { edition: replacedByEdition })}</Pill>
  const { status, sinceOn, untilOn } = standing
  return (
    <span className="progress-standing">
      <Pill tone={TONES[status]}>{t(`status.${status}`)}</Pill>
      <span className="sp-soft">
        {t('certificate.since', { status: t(`status.${status}`), day: showOn(sinceOn, i18n.language) })}
        {untilOn && ` · ${t('certificate.until', { day: showOn(untilOn, i18n.language) })}`}
      </span>
    </span>
  )
}

function Words({ of: { says, bodyName, edition, notice, receivedAt } }: { of: ReceivedCertificate }) {
  const { t, i18n } = useTranslation('progress')
  const changeWords = useChangeWords()
  const day = (on: string) => showOn(on, i18n.language)
  const stars = says && (says.stars > 0 ? t('certificate.stars', { count: says.stars }) : t('certificate.qualified'))
  const because = notice && [changeWords(notice.kind), notice.publicReason].filter(Boolean).join(' · ')
  return (
    <Facts
      of={[
        [t('certificate.level'), stars],
        [t('certificate.holder'), says?.name],
        [t('certificate.scope'), says?.scope],
        [t('certificate.standard'), says?.standard],
        [
          t('certificate.validity'),
          says && t('certificate.days', { from: day(says.validFromOn), until: day(says.validUntilOn) }),
        ],
        [
          t('certificate.received'),
          `${bodyName} · ${t('certificate.edition', { edition })} · ${showAt(receivedAt, i18n.language)}`,
        ],
        [t('certificate.basis'), because],
      ]}
    />
  )
}

/** What was checked, in words: what holds, what does not and why. */
function Verification({ of }: { of: ReceivedCertificate }) {
  const { t } = useTranslation('progress')
  const problemWords = useProblemWords()
  return (
    <details open={of.problems.length > 0}>
      <summary>{t(of.problems.length === 0 ? 'check.passed' : 'check.failed')}</summary>
      <ul className="progress-checks" aria-label={t('check.title')}>
        {verdictsOf(of.problems).map(({ group, state, problems }) =>
          state === 'wrong' ? (
            problems.map((problem) => (
              <li key={`${problem.code} ${JSON.stringify(problem.params)}`} className="progress-wrong">
                <Icon name="close" size={16} /> {problemWords(problem)}
              </li>
            ))
          ) : (
            <li key={group}>
              <Icon name={state === 'good' ? 'check' : 'warn'} size={16} /> {t(`check.${state}.${group}`)}
            </li>
          ),
        )}
        <li>
          <Icon name={of.signer.state === 'compared' ? 'check' : 'warn'} size={16} />{' '}
          {t(`check.signer.${of.signer.state}`)}
        </li>
      </ul>
      <Facts
        of={[
          [t('certificate.signer'), <code key="signer">{spokenDigits(of.signer.fingerprint)}</code>],
          [
            t('certificate.root'),
            of.rootFingerprint && (
              <code key="root" className="progress-hash">
                {of.rootFingerprint}
              </code>
            ),
          ],
        ]}
      />
    </details>
  )
}

/** What is wrong, with the values that it brings; a reader of bytes words its finding in both languages. */
function useProblemWords(): (problem: CertificateProblem) => string {
  const { t, i18n } = useTranslation('progress')
  return ({ code, params }) =>
    t(`problem.${code}`, { ...params, what: i18n.language === 'en' ? params.whatEn : params.whatZh })
}
