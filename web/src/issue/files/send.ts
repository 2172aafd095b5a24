/** Knows how a file is sent: by its SHA-256, with word of how far it is. */
import { credentials } from '@/api/ask'
import { Problem, Unreachable } from '@/api/problem'
import { sha256 } from '@/api/sha256'

function put(address: string, file: Blob, headers: Record<string, string>, far: (share: number) => void): Promise<void> {
  const request = new XMLHttpRequest()
  request.open('PUT', address)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => far(total ? loaded / total : 0)
    request.onerror = () => reject(new Unreachable(null))
    request.onload = () => (request.status < 300 ? resolve() : reject(new Problem(request.status, membersOf(request.responseText))))
    request.send(file)
  })
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** Its SHA-256, once the server has it. Throws Problem or Unreachable. */
export async function sent(file: Blob, far: (share: number) => void): Promise<string> {
  const sha = await sha256(await file.arrayBuffer())
  await put(`/v1/attachments/${sha}`, file, { ...(await credentials()), 'Content-Type': file.type }, far)
  return sha
}
