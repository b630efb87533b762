namespace WeChatNotifications.Events;

/// <summary>What kind of values a property of an event has.</summary>
public enum EventPropertyType
{
    /// <summary>Text.</summary>
    Text = 0,

    /// <summary>A number.</summary>
    Number = 1,

    /// <summary>Yes or no.</summary>
    Boolean = 2,

    /// <summary>A moment, a date, or a time of day.</summary>
    Time = 3,

    /// <summary>One of some names.</summary>
    Choice = 4,

    /// <summary>A GUID.</summary>
    Id = 5,
}
