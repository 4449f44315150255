//! The kinds of successful answers.

/// What the document says of a kind of answer.
pub(crate) trait Kind: Send {
    const STATUS: u16;
    const DESCRIPTION: &'static str;
    const HEADERS: &'static [(&'static str, &'static str)];
    const HAS_BODY: bool = true;
    const CONTENT_TYPE: &'static str = "application/json";
    /// Whether `If-None-Match` can make it a 304.
    const CONDITIONAL: bool = false;
    /// When it is a 308 instead, which leads to where the resource is now.
    const MOVED: Option<&'static str> = None;
}

const ETAG: (&str, &str) = (
    "ETag",
    "The version and a digest of the representation: for `If-None-Match`, and for `If-Match`, \
     which compares the version alone.",
);
const EVENT_POSITION: (&str, &str) = (
    "Event-Position",
    "The place in the event log that this read has seen: who streams from here misses nothing.",
);
const LINK: (&str, &str) = (
    "Link",
    "The neighbouring pages, `rel=\"next\"` and `rel=\"prev\"` (RFC 8288).",
);
const LOCATION: (&str, &str) = ("Location", "Where the new resource is.");
const DISPOSITION: (&str, &str) = (
    "Content-Disposition",
    "Names the file that it is to be kept in (RFC 6266).",
);
const REPLAYED: (&str, &str) = (
    "Idempotency-Replayed",
    "`true` when this is the answer to an earlier request with the same key.",
);

macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident { $($constant:ident: $ty:ty = $value:expr;)+ })+) => {
        $(
            $(#[$doc])+
            pub(crate) struct $name;

            impl Kind for $name {
                $(const $constant: $ty = $value;)+
            }
        )+
    };
}

kinds! {
    /// One resource, read.
    Found {
        STATUS: u16 = 200;
        DESCRIPTION: &'static str = "The resource.";
        HEADERS: &'static [(&'static str, &'static str)] = &[ETAG, EVENT_POSITION];
        CONDITIONAL: bool = true;
    }
    /// One resource, read by a name that may change.
    Named {
        STATUS: u16 = 200;
        DESCRIPTION: &'static str = "The resource.";
        HEADERS: &'static [(&'static str, &'static str)] = &[ETAG, EVENT_POSITION];
        CONDITIONAL: bool = true;
        MOVED: Option<&'static str> = Some("The name was given up a short while ago; `Location` \
            has the present one.");
    }
    /// Something that is noted, and done in a while.
    Accepted {
        STATUS: u16 = 202;
        DESCRIPTION: &'static str = "Noted; it is done in a while.";
        HEADERS: &'static [(&'static str, &'static str)] = &[];
        HAS_BODY: bool = false;
    }
    /// A page of a list.
    Listed {
        STATUS: u16 = 200;
        DESCRIPTION: &'static str = "A page of the list.";
        HEADERS: &'static [(&'static str, &'static str)] = &[LINK, EVENT_POSITION];
    }
    /// A resource after it was changed.
    Changed {
        STATUS: u16 = 200;
        DESCRIPTION: &'static str = "The resource after the change.";
        HEADERS: &'static [(&'static str, &'static str)] = &[ETAG];
    }
    /// A resource that is new.
    Created {
        STATUS: u16 = 201;
        DESCRIPTION: &'static str = "The new resource.";
        HEADERS: &'static [(&'static str, &'static str)] = &[LOCATION, ETAG, REPLAYED];
    }
    /// An account that is new, with the tokens of its owner.
    Opened {
        STATUS: u16 = 201;
        DESCRIPTION: &'static str = "The new account, signed in.";
        HEADERS: &'static [(&'static str, &'static str)] = &[LOCATION];
    }
    /// Nothing to say but that it is done.
    Done {
        STATUS: u16 = 204;
        DESCRIPTION: &'static str = "Done.";
        HEADERS: &'static [(&'static str, &'static str)] = &[];
        HAS_BODY: bool = false;
    }
    /// A number that was counted.
    Counted {
        STATUS: u16 = 200;
        DESCRIPTION: &'static str = "How many there are.";
        HEADERS: &'static [(&'static str, &'static str)] = &[EVENT_POSITION];
    }
    /// Nothing to say but that it is done, once for each key.
    DoneOnce {
        STATUS: u16 = 204;
        DESCRIPTION: &'static str = "Done.";
        HEADERS: &'static [(&'static str, &'static str)] = &[REPLAYED];
        HAS_BODY: bool = false;
    }
    /// How the parts of the service are.
    Health {
        STATUS: u16 = 200;
        DESCRIPTION: &'static str = "Every part works.";
        HEADERS: &'static [(&'static str, &'static str)] = &[];
        CONTENT_TYPE: &'static str = "application/health+json";
    }
    /// A document to keep.
    Attached {
        STATUS: u16 = 200;
        DESCRIPTION: &'static str = "The document, as a file to keep.";
        HEADERS: &'static [(&'static str, &'static str)] = &[DISPOSITION];
    }
    /// Anything else.
    Plain {
        STATUS: u16 = 200;
        DESCRIPTION: &'static str = "The answer.";
        HEADERS: &'static [(&'static str, &'static str)] = &[];
    }
}
