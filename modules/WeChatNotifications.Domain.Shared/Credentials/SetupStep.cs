namespace WeChatNotifications.Credentials;

/// <summary>One of the things that have to be so before an app's messages arrive, in the order in which people do them.</summary>
public enum SetupStep
{
    /// <summary>Appid and secret are stored here.</summary>
    Credential = 0,

    /// <summary>WeChat accepts the secret.</summary>
    Secret = 1,

    /// <summary>WeChat takes calls from this server's address.</summary>
    AddressAllowed = 2,

    /// <summary>The account has templates at WeChat.</summary>
    TemplatesChosen = 3,

    /// <summary>There is a message template here that uses one of them.</summary>
    MessageTemplate = 4,

    /// <summary>At least one user has allowed a message.</summary>
    Permit = 5,

    /// <summary>Token and key of WeChat's pushes are stored here.</summary>
    Callbacks = 6,

    /// <summary>WeChat has checked our address, or pushed something to us.</summary>
    CallbackReceived = 7,

    /// <summary>WeChat has accepted a message.</summary>
    FirstMessage = 8,

    /// <summary>WeChat has told what became of a message.</summary>
    Receipt = 9,
}
