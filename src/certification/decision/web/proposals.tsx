import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useMe } from '#src/client/session.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { ConfirmDialog } from '#src/ui/dialog.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import '#src/evaluation/web/evaluation.css'
import './decision.css'
import { castVote, closeVote, type DecisionCase, type Proposal } from '../contract.ts'

export function Proposals({ of }: { of: DecisionCase }) {
  const { t } = useTranslation('decision')
  if (of.proposals.length === 0) return <p className="sp-soft">{t('noProposal')}</p>
  return of.proposals.map((proposal) => <ProposalCard key={proposal.id} of={of} proposal={proposal} />)
}

function ProposalCard({ of, proposal }: { of: DecisionCase; proposal: Proposal }) {
  const { t, i18n } = useTranslation('decision')
  const { me } = useMe()
  const may = useMay()
  const [isClosing, setClosing] = useState(false)
  const close = useCommand(closeVote)
  const isOpen = proposal.outcome === null
  const hasVoted = proposal.votes.some((vote) => vote.personId === me?.person.id)
  const tone = isOpen ? 'info' : proposal.outcome === 'carried' ? 'good' : 'bad'
  return (
    <article className="dec-proposal" aria-label={t(`kind.${proposal.kind}`)}>
      <RowOf>
        <h3>{t(`kind.${proposal.kind}`)}</h3>
        <Pill tone={tone}>{isOpen ? t('openVote') : t(`outcome.${proposal.outcome!}`)}</Pill>
      </RowOf>
      <p>{proposal.scope}</p>
      {proposal.conditions && <p>{proposal.conditions}</p>}
      <p className="sp-soft">
        {proposal.reason} · {t('outletCount', { count: proposal.outlets.length })} ·{' '}
        {t('by', { name: proposal.proposedByName, at: showAt(proposal.proposedAt, i18n.language) })}
      </p>
      <p>
        {t('votes', {
          count: proposal.votes.length,
          quorum: of.quorum,
          share: of.favourableShareBasisPoints / 100,
        })}
      </p>
      <ul className="sp-records">
        {proposal.votes.map((vote) => (
          <li key={vote.personId}>
            <Pill tone={vote.inFavour ? 'good' : 'bad'}>{vote.inFavour ? t('inFavour') : t('against')}</Pill>
            <div className="sp-records-words">
              <span>{vote.name}</span>
              {vote.words && <span>{vote.words}</span>}
              <span className="sp-soft">{showAt(vote.votedAt, i18n.language)}</span>
            </div>
          </li>
        ))}
      </ul>
      {isOpen &&
        may(castVote) &&
        of.mayVote &&
        (hasVoted ? <p>{t('alreadyVoted')}</p> : <VoteForm proposal={proposal} />)}
      {isOpen && may(closeVote) && of.involvement.length === 0 && proposal.votes.length >= of.quorum && (
        <>
          <FailureNote error={close.error} />
          <Button kind="primary" onClick={() => setClosing(true)}>
            {t('close')}
          </Button>
          <ConfirmDialog
            open={isClosing}
            title={t('closeTitle')}
            detail={t('closeHint')}
            go={t('close')}
            busy={close.busy}
            onClose={() => setClosing(false)}
            onGo={() => {
              close
                .run({ params: { proposalId: proposal.id }, body: { version: proposal.version } })
                .catch(() => {})
                .finally(() => setClosing(false))
            }}
          />
        </>
      )}
    </article>
  )
}

function VoteForm({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation(['decision', 'common'])
  const [choice, setChoice] = useState<'yes' | 'no' | null>(null)
  const [words, setWords] = useState('')
  const [isTried, setTried] = useState(false)
  const vote = useCommand(castVote)
  const send = () => {
    setTried(true)
    if (!choice) return
    const body = { version: proposal.version, inFavour: choice === 'yes', words: words.trim() }
    vote.run({ params: { proposalId: proposal.id }, body }).catch(() => {})
  }
  return (
    <div className="sp-stack">
      <SegmentedChoice
        label={t('vote')}
        options={[
          { value: 'yes', label: t('inFavour') },
          { value: 'no', label: t('against') },
        ]}
        value={choice}
        onChange={setChoice}
        error={isTried && !choice ? t('common:field.missing') : undefined}
      />
      <TextField label={t('words')} maxLength={2000} value={words} onChange={setWords} />
      <FailureNote error={vote.error} />
      <Button kind="primary" busy={vote.busy} onClick={send}>
        {t('sendVote')}
      </Button>
    </div>
  )
}
