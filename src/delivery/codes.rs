//! Tables of stable names: enums whose variants are written as text in JSON.

/// Declares an enum with a stable name and a description for each variant.
macro_rules! code_table {
    ($(#[$attribute:meta])* $name:ident { $($(#[doc = $meaning:literal])+ $variant:ident = $text:literal,)* }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $meaning])+ #[serde(rename = $text)] $variant,)*
        }

        crate::json::from_value::read_names!($name { $($variant = $text),* });

        impl $name {
            /// All variants, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the stable name, as it is written in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

code_table! {
    /// The task that a request of a delivery belongs to.
    ///
    /// A read that recovers a write with an unknown outcome has the name of the read: `find-ulconversation`.
    TaskName {
        /// Find a person, company or coworker.
        Lookup = "lookup",
        /// Find the ulconversation of the conversation.
        FindUlconversation = "find-ulconversation",
        /// Create the ulconversation.
        CreateUlconversation = "create-ulconversation",
        /// Read the ulconversation, to find the limeobject that it is connected to.
        ReadUlconversation = "read-ulconversation",
        /// Find the limeobject of the conversation.
        FindLimeobject = "find-limeobject",
        /// Read the newest id before a limeobject is created.
        NewestLimeobject = "newest-limeobject",
        /// Create the limeobject.
        CreateLimeobject = "create-limeobject",
        /// Find out whether a limeobject was created when no response arrived.
        RecoverLimeobject = "recover-limeobject",
        /// Read an existing limeobject.
        ReadLimeobject = "read-limeobject",
        /// Write values into an existing limeobject.
        UpdateLimeobject = "update-limeobject",
        /// Connect the conversation to the limeobject.
        Connect = "connect",
        /// Check that this conversation, and no other one, is connected to the limeobject.
        VerifyConnection = "verify-connection",
        /// Disconnect from a limeobject that another conversation is connected to as well.
        ReleaseLimeobject = "release-limeobject",
        /// Read the newest history note before one is created.
        NewestNote = "newest-note",
        /// Create the history note.
        CreateNote = "create-note",
        /// Find out whether a history note was created when no response arrived.
        RecoverNote = "recover-note",
        /// Find the document of a media file.
        FindDocument = "find-document",
        /// Fetch a media file from its host.
        FetchFile = "fetch-file",
        /// Upload a media file.
        UploadFile = "upload-file",
        /// Create the document of a media file.
        CreateDocument = "create-document",
        /// Bulk delivery: find existing ulconversations.
        FindUlconversations = "find-ulconversations",
        /// Bulk delivery: find existing limeobjects.
        FindLimeobjects = "find-limeobjects",
        /// Bulk delivery: create an empty import job.
        CreateBulkImport = "create-bulk-import",
        /// Bulk delivery: upload the ulconversations of a job.
        ImportUlconversations = "import-ulconversations",
        /// Bulk delivery: upload the limeobjects of a job.
        ImportLimeobjects = "import-limeobjects",
        /// Bulk delivery: upload the history notes of a job.
        ImportNotes = "import-notes",
        /// Bulk delivery: wait until a job has finished.
        AwaitBulkImport = "await-bulk-import",
        /// Bulk delivery: read the ids of the imported ulconversations.
        ReadUlconversations = "read-ulconversations",
        /// Bulk delivery: read the ids of the imported limeobjects.
        ReadLimeobjects = "read-limeobjects",
    }
}

code_table! {
    /// Why a delivery cannot start or be resumed.
    DeliveryErrorCode {
        /// The preview has findings of severity `error`.
        NotReady = "not-ready",
        /// The preview has no object to write.
        NothingToSend = "nothing-to-send",
        /// The preview is not valid JSON of a preview.
        BadPreview = "bad-preview",
        /// The URL is not `https://<server>/<application>`.
        BadUrl = "bad-url",
        /// The id of the limeobject is missing, or is not above 0.
        NoLimeobject = "no-limeobject",
        /// The preview has no relation between conversation and limeobject.
        NotConnectable = "not-connectable",
        /// A bulk delivery cannot deliver into a chosen limeobject.
        NotInBulk = "not-in-bulk",
        /// A bulk delivery takes fewer previews.
        TooMany = "too-many",
        /// The saved state cannot be read.
        BadState = "bad-state",
    }
}

code_table! {
    /// Why a delivery stopped.
    DeliveryFailureCode {
        /// Lime CRM does not accept the API key.
        Unauthorized = "unauthorized",
        /// The API key's user lacks a right.
        Forbidden = "forbidden",
        /// Lime CRM has no such limetype.
        LimetypeNotFound = "limetype-not-found",
        /// The chosen limeobject does not exist.
        LimeobjectNotFound = "limeobject-not-found",
        /// Lime CRM rejected what was written.
        Refused = "refused",
        /// The URL is not that of Lime CRM's REST API, or an answer is not.
        NotLimeCrm = "not-lime-crm",
        /// Lime CRM could not be reached, or answered with server errors, in all attempts.
        Unavailable = "unavailable",
        /// Lime CRM limits the rate of requests.
        RateLimited = "rate-limited",
    }
}

code_table! {
    /// Why a bulk delivery did not write a conversation.
    FallbackReason {
        /// The preview has findings of severity `error`.
        NotReady = "not-ready",
        /// The preview has no limeobject.
        NothingToSend = "nothing-to-send",
        /// The conversation has media files to import.
        HasFiles = "has-files",
        /// No ulconversation connects the limeobject to the conversation.
        NoUlconversation = "no-ulconversation",
        /// The ulconversation has the relation, so a new limeobject cannot be attributed to its conversation.
        TiedByConversation = "tied-by-conversation",
        /// The instance or the limetypes differ from those of the first preview.
        AnotherInstance = "another-instance",
        /// An earlier preview is of the same conversation.
        Repeated = "repeated",
        /// The limeobject exists, and the options require comparing it with the preview.
        Exists = "exists",
        /// Lime CRM does not have limepkg-mbeku-bulk-import.
        NoBulkImport = "no-bulk-import",
        /// Lime CRM rejected the job or its data.
        Refused = "refused",
        /// The job did not write it, or does not report that it did.
        NotWritten = "not-written",
    }
}
