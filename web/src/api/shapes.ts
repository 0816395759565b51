import type { Schemas as Shapes } from '@renexus/client'

export type Profile = Shapes['ProfileView']
export type Workspace = Shapes['WorkspaceView']
export type Member = Shapes['MemberView']
export type Invitation = Shapes['InvitationView']
export type Role = Shapes['Role']
export type Project = Shapes['ProjectView']
export type Status = Shapes['StatusView']
export type Cycle = Shapes['CycleView']
export type Milestone = Shapes['MilestoneView']
export type Label = Shapes['LabelView']
export type View = Shapes['ViewView']
export type Task = Shapes['TaskView']
export type Priority = Shapes['Priority']
export type Category = Shapes['Category']
export type Board = Shapes['BoardView']
export type Thread = Shapes['ThreadView']
export type Comment = Shapes['CommentView']
export type Notification = Shapes['NotificationView']
export type SearchHit = Shapes['SearchHit']
export type Answer = Shapes['AnswerView']
export type Citation = Shapes['Citation']
export type FileInfo = Shapes['FileView']
export type KeyInfo = Shapes['KeyView']
export type SessionInfo = Shapes['SessionView']
export type Person = Shapes['PersonView']
/** One line of a workspace's log. */
export type WorkspaceEvent = Shapes['Event']
/** A list that goes on behind `next`. */
export interface Page<T> {
  items: T[]
  next?: string | null
}
