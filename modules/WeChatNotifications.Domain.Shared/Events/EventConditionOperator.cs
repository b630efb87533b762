namespace WeChatNotifications.Events;

/// <summary>How a condition compares a value of an event. A value that is missing fulfils only <see cref="Ne"/>.</summary>
public enum EventConditionOperator
{
    /// <summary>Equal; texts to the letter.</summary>
    Eq = 0,

    /// <summary>Not equal, or missing.</summary>
    Ne = 1,

    /// <summary>Greater, or later.</summary>
    Gt = 2,

    /// <summary>Greater or equal.</summary>
    Ge = 3,

    /// <summary>Less, or earlier.</summary>
    Lt = 4,

    /// <summary>Less or equal.</summary>
    Le = 5,

    /// <summary>There is a value, and if it is a text it is not blank.</summary>
    Exists = 6,

    /// <summary>A text that has the value in it, whatever the case of its letters.</summary>
    Contains = 7,
}
