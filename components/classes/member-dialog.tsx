'use client'

import { useState } from 'react'
import type { MemberRow } from '../../server/protocol/classes.ts'
import { SharedLink } from '../share/shared-link.tsx'
import { DeletionQuestion, useDeletion } from '../ui/deletion.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { dangerButton, plainButton } from '../ui/looks.ts'
import { deleteMember, makeReturn, type Opener } from './calls.ts'
import { momentWords } from './times.ts'

type Props = { readonly opener: Opener; readonly member: MemberRow; readonly code: string; readonly onClose: () => void }

/** What can be done about a student. */
export function MemberDialog({ opener, member, code, onClose }: Props) {
  const { id, name, joinedMs, lastSeenMs, here } = member
  const [link, setLink] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)

  const back = async (): Promise<void> => {
    setFault(null)
    await makeReturn(opener, id).then(
      key => setLink(new URL(`/join/${code}#back=${key}`, location.href).href),
      failed => setFault(faultWords(failed)),
    )
  }
  const deletion = useDeletion(() => deleteMember(opener, id).then(onClose), setFault)

  return (
    <Dialog title={name} onClose={onClose}>
      <div className="flex flex-col gap-5 p-5">
        <p className="text-muted">
          Joined {momentWords(joinedMs)}. {here ? 'Here now.' : `Last seen ${momentWords(lastSeenMs)}.`}
        </p>
        <section aria-labelledby="another-device" className="flex flex-col gap-2">
          <h3 id="another-device" className="font-semibold">
            On another device
          </h3>
          <p className="text-muted">
            A link that makes another browser this student’s, once. What was handed in stays; the browser before is no longer theirs.
          </p>
          {link === null ? (
            <button type="button" onClick={() => void back()} className={`${plainButton} self-start`}>
              Make a personal link
            </button>
          ) : (
            <SharedLink address={link} onFault={setFault} />
          )}
        </section>
        <section aria-labelledby="delete-data" className="flex flex-col gap-2">
          <h3 id="delete-data" className="font-semibold">
            Delete this student’s data
          </h3>
          <p className="text-muted">
            The name, everything that was handed in, scores and comments go from the server. It cannot be had back.
          </p>
          {deletion.step === 'shown' ? (
            <button type="button" onClick={deletion.ask} className={`${dangerButton} self-start`}>
              Delete the data
            </button>
          ) : (
            <div className="flex gap-2">
              <DeletionQuestion deletion={deletion} label="Delete for good" />
            </div>
          )}
        </section>
        <Fault text={fault} />
      </div>
    </Dialog>
  )
}
