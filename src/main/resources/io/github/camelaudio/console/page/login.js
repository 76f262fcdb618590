/** The login: sends the password, and goes back to the view that was wanted. */
const form = document.getElementById('form');
const password = document.getElementById('password');
const trouble = document.getElementById('trouble');
const submit = document.getElementById('submit');
let waiting = null;

/** Only a view of this page: never another address. */
function goBack() {
  const back = new URLSearchParams(location.search).get('back') ?? location.hash;
  location.replace(/^#\/[a-z]+$/.test(back) ? `/${back}` : '/');
}

function say(message) {
  trouble.textContent = message;
  password.classList.toggle('invalid', message !== '');
  if (message) password.setAttribute('aria-invalid', 'true');
  else password.removeAttribute('aria-invalid');
}

/** After many wrong passwords the server wants a pause: the button waits as long. */
function hold(seconds) {
  clearInterval(waiting);
  let left = seconds;
  const tick = () => {
    submit.disabled = left > 0;
    submit.textContent = left > 0 ? `Wait ${left} s` : 'Log in';
    if (left-- <= 0) clearInterval(waiting);
  };
  tick();
  waiting = setInterval(tick, 1000);
}

async function send() {
  const response = await fetch('/api/v1/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ password: password.value }),
  });
  if (response.ok) {
    try {
      sessionStorage.setItem('loggedIn', '1');
    } catch {
      // Without storage the page has no button to log out; the session ends with the browser.
    }
    goBack();
    return;
  }
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // No problem document: the status has to do.
  }
  say(problem.detail ?? `The program answers ${response.status}.`);
  password.select();
  const seconds = Number(response.headers.get('Retry-After'));
  if (seconds > 0) hold(seconds);
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (submit.disabled) return;
  if (password.value === '') {
    say('Type the password.');
    password.focus();
    return;
  }
  say('');
  submit.disabled = true;
  try {
    await send();
  } catch (e) {
    say(`The program does not answer (${e.message}).`);
  } finally {
    if (submit.textContent === 'Log in') submit.disabled = false;
  }
});
