namespace WeChatNotifications.Templates;

/// <summary>
/// The type WeChat gives a template field; it is the prefix of the field's key (<c>thing1</c>, <c>character_string3</c>).
/// Limits are those of WeChat's documentation of <c>subscribeMessage.send</c>.
/// </summary>
public enum TemplateFieldType
{
    /// <summary><c>thing</c>: up to 20 characters of any kind.</summary>
    Thing = 0,

    /// <summary><c>number</c>: up to 32 digits, decimals allowed.</summary>
    Number = 1,

    /// <summary><c>letter</c>: up to 32 Latin letters.</summary>
    Letter = 2,

    /// <summary><c>symbol</c>: up to 5 symbols.</summary>
    Symbol = 3,

    /// <summary><c>character_string</c>: up to 32 digits, letters and symbols, no Han.</summary>
    CharacterString = 4,

    /// <summary><c>time</c>: a time of day, optionally with a date before it, or two of them with <c>~</c> between.</summary>
    Time = 5,

    /// <summary><c>date</c>: a date, optionally with a time, or two of them with <c>~</c> between.</summary>
    Date = 6,

    /// <summary><c>amount</c>: one currency sign, up to 10 digits with decimals, optionally 元 at the end.</summary>
    Amount = 7,

    /// <summary><c>phone_number</c>: up to 17 digits and symbols.</summary>
    PhoneNumber = 8,

    /// <summary><c>car_number</c>: up to 8 characters, the first and last may be Han.</summary>
    CarNumber = 9,

    /// <summary><c>name</c>: up to 10 characters with Han, or up to 20 letters and symbols without.</summary>
    Name = 10,

    /// <summary><c>phrase</c>: up to 5 Han characters.</summary>
    Phrase = 11,

    /// <summary><c>enum_string</c>: one of the values that the template lists.</summary>
    Enum = 12,

    /// <summary><c>const</c>: one of the values that the template lists; official accounts only. WeChat documents no length.</summary>
    Const = 13,

    /// <summary>
    /// <c>first</c>, <c>remark</c>, <c>keyword1</c>…: free text of the older templates. WeChat documents no limit; not for subscribe messages.
    /// </summary>
    Text = 14,
}
