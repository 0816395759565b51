//! One thread's event loop: a turn hears every socket that has something to
//! say, then every room is told once.

use std::collections::HashMap;
use std::io::{self, ErrorKind, IoSlice};
use std::mem;
use std::time::Duration;

use anyhow::{Context, Result};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Token};
use slab::Slab;

use super::connection::{Connection, Stage};
use super::door::{Door, Home, WAKER, home};
use super::frame::{self, Kind};
use super::handshake;
use super::message::{self, EMPTY_STEP_TWO};
use super::room::Room;

const LISTENER: Token = Token(usize::MAX);

/// Sockets heard in one turn.
const EVENTS: usize = 1024;

/// Bytes read at once; a socket that has more is read again in the next turn.
const READ_BYTES: usize = 256 * 1024;

/// The state of one thread.
pub(super) struct Relay {
    door: Door,
    /// Only one thread accepts.
    listener: Option<TcpListener>,
    /// This thread's number, and the ways to all of them.
    homes: (usize, Vec<Home>),
    connections: Slab<Connection>,
    rooms: Slab<Room>,
    /// Rooms by name.
    names: HashMap<String, usize>,
    /// Rooms in which something was said in this turn.
    stirred: Vec<usize>,
    /// Sockets that had more to say than one read took.
    unread: Vec<usize>,
    /// Where sockets are read into.
    buffer: Vec<u8>,
}

impl Relay {
    pub(super) fn new(
        door: Door,
        mut listener: Option<TcpListener>,
        homes: (usize, Vec<Home>),
    ) -> io::Result<Self> {
        if let Some(listener) = &mut listener {
            door.poll.registry().register(listener, LISTENER, Interest::READABLE)?;
        }
        Ok(Self {
            door,
            listener,
            homes,
            connections: Slab::new(),
            rooms: Slab::new(),
            names: HashMap::new(),
            stirred: Vec::new(),
            unread: Vec::new(),
            buffer: vec![0; READ_BYTES],
        })
    }

    /// Turns until it is told to end.
    pub(super) fn run(mut self) -> Result<()> {
        let mut events = Events::with_capacity(EVENTS);
        loop {
            let patience = (!self.unread.is_empty()).then_some(Duration::ZERO);
            match self.door.poll.poll(&mut events, patience) {
                Err(error) if error.kind() != ErrorKind::Interrupted => {
                    return Err(error).context("cannot wait for sockets");
                }
                _ => {}
            }
            for unread in mem::take(&mut self.unread) {
                self.hear(unread);
            }
            for event in &events {
                match event.token() {
                    LISTENER => self.accept(),
                    WAKER => {
                        if self.let_in().is_break() {
                            return Ok(());
                        }
                    }
                    Token(socket) => {
                        if event.is_writable() {
                            self.flush(socket);
                        }
                        if event.is_readable() {
                            self.hear(socket);
                        }
                        // The end stands behind what one read took, and is told once.
                        if event.is_read_closed() {
                            self.unread.push(socket);
                        }
                    }
                }
            }
            for room in mem::take(&mut self.stirred) {
                self.tell(room);
            }
        }
    }

    fn accept(&mut self) {
        loop {
            let Some(listener) = &self.listener else { return };
            match listener.accept() {
                Ok((stream, _)) => {
                    self.admit(stream);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                // One that left before it was taken.
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    eprintln!("a connection was not accepted: {error}");
                    return;
                }
            }
        }
    }

    /// Watches a socket from now on.
    fn admit(&mut self, stream: TcpStream) -> Option<usize> {
        let entry = self.connections.vacant_entry();
        let socket = entry.key();
        let connection = entry.insert(Connection::new(stream));
        let interest = Interest::READABLE | Interest::WRITABLE;
        let watched = connection.stream.set_nodelay(true).and_then(|()| {
            let registry = self.door.poll.registry();
            registry.register(&mut connection.stream, Token(socket), interest)
        });
        if watched.is_err() {
            self.connections.remove(socket);
            return None;
        }
        Some(socket)
    }

    /// Takes over the sockets of rooms that live here.
    fn let_in(&mut self) -> std::ops::ControlFlow<()> {
        while let Ok(arrival) = self.door.inbox.try_recv() {
            let Some((stream, room, rest)) = arrival else {
                return std::ops::ControlFlow::Break(());
            };
            if let Some(socket) = self.admit(stream) {
                self.enter(socket, room);
                self.take_in(socket, rest);
                self.hear(socket);
            }
        }
        std::ops::ControlFlow::Continue(())
    }

    fn flush(&mut self, socket: usize) {
        if self.connections.get_mut(socket).is_some_and(|one| one.flush().is_err()) {
            self.leave(socket);
        }
    }

    /// Reads a socket once and takes in what it said.
    fn hear(&mut self, socket: usize) {
        let mut buffer = mem::take(&mut self.buffer);
        let heard = self.connections.get_mut(socket).map(|one| one.read(&mut buffer));
        match heard {
            None | Some(Ok(None)) => {}
            Some(Ok(Some(0)) | Err(_)) => self.leave(socket),
            Some(Ok(Some(length))) => {
                if length == buffer.len() {
                    self.unread.push(socket);
                }
                if let Some(bytes) = buffer.get_mut(..length) {
                    self.take_in_read(socket, bytes);
                }
            }
        }
        self.buffer = buffer;
    }

    /// Whole frames are taken where they were read; only a beginning is copied.
    fn take_in_read(&mut self, socket: usize, bytes: &mut [u8]) {
        let Some(connection) = self.connections.get_mut(socket) else { return };
        if !connection.begun.is_empty() {
            let mut begun = mem::take(&mut connection.begun);
            begun.extend_from_slice(bytes);
            return self.take_in(socket, begun);
        }
        let rest = self.understand(socket, bytes);
        if let Some(connection) = self.connections.get_mut(socket) {
            connection.begun.extend_from_slice(rest);
        }
    }

    fn take_in(&mut self, socket: usize, mut bytes: Vec<u8>) {
        let rest = self.understand(socket, &mut bytes).len();
        bytes.drain(..bytes.len() - rest);
        if let Some(connection) = self.connections.get_mut(socket) {
            connection.begun = bytes;
        }
    }

    /// Reads requests and frames; returns what is not complete. A socket that
    /// leaves on the way has nothing left.
    fn understand<'a>(&mut self, socket: usize, mut bytes: &'a mut [u8]) -> &'a [u8] {
        loop {
            let Some(connection) = self.connections.get(socket) else { return &[] };
            let length = match connection.stage {
                Stage::Opening => self.open(socket, bytes),
                Stage::Speaking(room) => self.listen(socket, room, bytes),
            };
            match length {
                Some(length) => bytes = bytes.get_mut(length..).unwrap_or_default(),
                None => return bytes,
            }
        }
    }

    /// Answers a request; returns its length once it is complete.
    fn open(&mut self, socket: usize, bytes: &[u8]) -> Option<usize> {
        let opening = match handshake::read(bytes) {
            Ok(opening) => opening?,
            Err(why) => {
                self.answer(socket, handshake::refusal(why).as_bytes());
                self.leave(socket);
                return None;
            }
        };
        self.answer(socket, opening.answer.as_bytes());
        let home = home(&opening.room, self.homes.1.len());
        if home == self.homes.0 {
            self.enter(socket, opening.room);
        } else if let Some(mut connection) = self.connections.try_remove(socket) {
            let rest = bytes.get(opening.length..).unwrap_or_default().to_vec();
            let freed = self.door.poll.registry().deregister(&mut connection.stream);
            if let (Ok(()), Some(home)) = (freed, self.homes.1.get(home)) {
                home.send(Some((connection.stream, opening.room, rest)));
            }
        }
        Some(opening.length)
    }

    /// Takes in one frame; returns its length once it is complete.
    fn listen(&mut self, socket: usize, room: usize, bytes: &mut [u8]) -> Option<usize> {
        let frame = match frame::read(bytes) {
            Ok(frame) => frame?,
            Err(_) => {
                self.leave(socket);
                return None;
            }
        };
        let end = frame.payload.end;
        let payload = bytes.get(frame.payload).unwrap_or_default();
        match frame.kind {
            Kind::Binary => self.relay(socket, room, payload),
            Kind::Ping | Kind::Close => {
                let mut answer = Vec::new();
                frame::write_answer(&mut answer, frame.kind, payload);
                self.answer(socket, &answer);
                if frame.kind == Kind::Close {
                    self.leave(socket);
                }
            }
            Kind::Pong | Kind::Text => {}
        }
        Some(end)
    }

    fn relay(&mut self, socket: usize, place: usize, payload: &[u8]) {
        let Some(room) = self.rooms.get_mut(place) else { return };
        let mut said = false;
        let asked = message::sort(payload, |piece| {
            said = true;
            if room.turn.add(socket, piece) {
                self.stirred.push(place);
            }
        });
        if said && let Some(connection) = self.connections.get_mut(socket) {
            connection.spoke = true;
        }
        match asked {
            Ok(false) => {}
            Ok(true) => {
                let mut answer = Vec::new();
                frame::write(&mut answer, &EMPTY_STEP_TWO);
                self.answer(socket, &answer);
            }
            Err(_) => self.leave(socket),
        }
    }

    fn answer(&mut self, socket: usize, bytes: &[u8]) {
        let Some(connection) = self.connections.get_mut(socket) else { return };
        if connection.send(&[IoSlice::new(bytes)]).is_err() {
            self.leave(socket);
        }
    }

    /// Writes what was said in a room to each of its members, with one write.
    fn tell(&mut self, place: usize) {
        let Some(room) = self.rooms.get_mut(place) else { return };
        // The room in which something was said is gone, and this is another.
        if room.turn.whole().is_empty() {
            return;
        }
        let mut gone = Vec::new();
        for member in &room.members {
            let Some(connection) = self.connections.get_mut(*member) else { continue };
            let told = if mem::take(&mut connection.spoke) {
                match room.turn.without(*member) {
                    parts if parts.is_empty() => Ok(()),
                    parts => connection.send(&parts),
                }
            } else {
                connection.send(&[room.turn.whole()])
            };
            if told.is_err() {
                gone.push(*member);
            }
        }
        room.turn.clear();
        for socket in gone {
            self.leave(socket);
        }
    }

    fn enter(&mut self, socket: usize, name: String) {
        let Some(connection) = self.connections.get_mut(socket) else { return };
        let place = match self.names.get(&name) {
            Some(place) => *place,
            None => {
                let place = self.rooms.insert(Room { name: name.clone(), ..Room::default() });
                self.names.insert(name, place);
                place
            }
        };
        connection.stage = Stage::Speaking(place);
        if let Some(room) = self.rooms.get_mut(place) {
            room.members.push(socket);
        }
    }

    /// Forgets a socket; what it said in this turn still reaches the others.
    fn leave(&mut self, socket: usize) {
        let Some(connection) = self.connections.try_remove(socket) else { return };
        let Stage::Speaking(place) = connection.stage else { return };
        let Some(room) = self.rooms.get_mut(place) else { return };
        if let Some(seat) = room.members.iter().position(|member| *member == socket) {
            room.members.swap_remove(seat);
        }
        if room.members.is_empty() {
            self.names.remove(&room.name);
            self.rooms.remove(place);
        }
    }
}
